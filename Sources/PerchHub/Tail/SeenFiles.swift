import PerchSystem

/// The files of a rotation that have been read, or were there before, so that none is read twice.
///
/// A file is known by its number and by its beginning, since a new file may get the number of a removed one.
struct SeenFiles {
    private var heads: [FileIdentity: [UInt8]] = [:]
    private var order: [FileIdentity] = []
    private let limit: Int

    /// Keeps the last `limit` of them.
    init(limit: Int = 64) {
        self.limit = limit
    }

    mutating func add(_ identity: FileIdentity, head: [UInt8]) {
        if heads.updateValue(head, forKey: identity) != nil { order.removeAll { $0 == identity } }
        order.append(identity)
        if order.count > limit { heads[order.removeFirst()] = nil }
    }

    /// Whether the file was added, or one with its number and beginning. One that was empty then is not known any more.
    func holds(_ identity: FileIdentity, head: [UInt8]) -> Bool {
        guard let known = heads[identity], !known.isEmpty else { return false }
        return head.starts(with: known)
    }
}
