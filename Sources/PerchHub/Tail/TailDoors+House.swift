public import PerchDialects
public import PerchLog
import PerchModel

extension TailDoors {
    /// The doors of a running house: lines in a dialect, through the front door, with the places in the log's marks.
    public init(
        dialect: any Dialect, door: FrontDoor, marks: any TailMarking,
        warn: @escaping @Sendable (_ sentence: String) -> Void
    ) {
        self.init(
            read: { bytes, line, parser throws(PerchError) in
                try dialect.drafts(line: bytes, range: line, parser: parser)
            },
            accept: { drafts, mark throws(PerchError) in try await door.accept(drafts, from: .everything, mark: mark) },
            mark: { file throws(PerchError) in try await marks.mark(of: file) },
            warn: warn)
    }
}
