/// What a parser refuses before it becomes a cost.
public struct JSONLimits: Sendable, Hashable {
    /// The longest text that is read, in bytes.
    public let maxBytes: Int
    /// How many arrays and objects may stand inside one another; an empty innermost one is not counted.
    public let maxDepth: Int

    /// Limits with the given bounds; the depth is held between 1 and 1,024 and the bytes below 4 GiB,
    /// which is what a tape of simdjson can address.
    public init(maxBytes: Int = 16 << 20, maxDepth: Int = 64) {
        self.maxBytes = min(max(maxBytes, 0), 0xFFFF_0000)
        self.maxDepth = min(max(maxDepth, 1), 1024)
    }
}
