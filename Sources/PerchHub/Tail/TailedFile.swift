import PerchSystem

/// A file that is being read, and how it began when it was first read.
final class TailedFile {
    let identity: FileIdentity
    /// Up to ``headLimit`` of the first bytes, as far as they were there to be read.
    private(set) var head: [UInt8] = []
    private let file: ReadableFile
    /// When the file had last been written to as its beginning was compared.
    private var compared: Int64

    static let headLimit = 1_024

    enum Refusal: Error, Equatable {
        case failed(SystemError)
        case notAFile
    }

    /// Opens the file at a path, and takes its beginning down.
    init(_ path: String) throws(Refusal) {
        do {
            file = try ReadableFile(path)
            let facts = try file.facts()
            guard facts.kind == .file else { throw Refusal.notAFile }
            (identity, compared) = (facts.identity, facts.modified)
            _ = try file.read(Self.headLimit, at: 0, into: &head)
        } catch let refusal as Refusal { throw refusal } catch let failure as SystemError {
            throw .failed(failure)
        } catch { throw .notAFile }
    }

    func facts() throws(SystemError) -> FileFacts { try file.facts() }

    /// How many bytes there are; fewer than none where the file was written anew to the very length that was read.
    func size(whenRead read: Int64) throws(SystemError) -> Int64 {
        let facts = try file.facts()
        guard facts.size == read, facts.modified != compared else { return facts.size }
        compared = facts.modified
        return try beginsAsBefore() ? facts.size : -1
    }

    func writers() -> ReadableFile.Writers { file.writers() }

    func read(_ count: Int, at offset: Int64, into bytes: inout [UInt8]) throws(SystemError) -> Int {
        try file.read(count, at: offset, into: &bytes)
    }

    /// Whether the file still begins as it did; takes down more of its beginning as it grows.
    ///
    /// Asked after bytes were read, it vouches for them: had the file been truncated before, it would begin otherwise.
    func beginsAsBefore() throws(SystemError) -> Bool {
        var now: [UInt8] = []
        now.reserveCapacity(Self.headLimit)
        _ = try file.read(Self.headLimit, at: 0, into: &now)
        guard now.starts(with: head) else { return false }
        head = now
        return true
    }

    /// Takes the beginning down anew, of a file that was truncated.
    func forgetBeginning() { head = [] }

    /// The place before an offset where a line starts, at most `limit` bytes back, else the offset.
    func startOfLine(before offset: Int64, limit: Int) throws(SystemError) -> Int64 {
        let start = max(0, offset - Int64(limit))
        var bytes: [UInt8] = []
        _ = try file.read(Int(offset - start), at: start, into: &bytes)
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return start == 0 ? 0 : offset }
        return start + Int64(end) + 1
    }
}
