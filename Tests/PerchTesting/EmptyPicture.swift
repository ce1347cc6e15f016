public import PerchModel

/// A world in which there is nothing.
public struct EmptyPicture: Picture, Sendable {
    /// The number of its last event.
    public var seq: Seq

    /// Nothing, right after an event.
    public init(seq: Seq = 0) {
        self.seq = seq
    }

    /// Visits nothing.
    public func forEachRow(of view: ViewName, project: String?, _ visit: (String, Row) -> Void) {}

    /// Visits nothing.
    public func forEachRow(ofKind kind: RowKind, project: String?, _ visit: (Row) -> Void) {}

    /// None.
    public func row(ofKind kind: RowKind, _ key: String) -> Row? { nil }
}
