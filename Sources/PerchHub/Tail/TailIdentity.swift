import PerchSystem

/// Which file a mark is about, as it is kept: device, inode, and a digest of the file's beginning.
///
/// The digest tells a file that was truncated and written anew, or one that got a removed one's inode, from the file
/// that was read.
struct TailIdentity: Equatable {
    var file: FileIdentity
    /// How many of the file's first bytes the digest is of; none in a mark from elsewhere.
    var length = 0
    var digest: UInt64 = 0

    init(_ file: FileIdentity, head: [UInt8] = []) {
        self.file = file
        length = head.count
        digest = Self.digest(head)
    }

    /// Reads `device:inode` or `device:inode:length:digest`.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 4, let device = UInt64(parts[0]), let inode = UInt64(parts[1]) else {
            return nil
        }
        self.init(FileIdentity(device: device, inode: inode))
        guard parts.count == 4 else { return }
        guard let length = Int(parts[2]), length >= 0, let digest = UInt64(parts[3], radix: 16) else { return nil }
        (self.length, self.digest) = (length, digest)
    }

    /// The form that ``init(_:)`` reads.
    var text: String {
        "\(file.device):\(file.inode):\(length):\(String(digest, radix: 16))"
    }

    /// Whether a file that begins so may be the one.
    func matches(head: [UInt8]) -> Bool {
        head.count >= length && Self.digest(head[..<length]) == digest
    }

    /// FNV-1a, 64 bits: against mix-ups, not against attackers.
    private static func digest(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
