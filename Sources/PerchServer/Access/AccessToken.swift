/// The one secret that opens a server which others than this machine can reach.
public struct AccessToken: Sendable {
    private let bytes: [UInt8]

    /// Returns nil for a secret that is too short to be one.
    public init?(_ text: String) {
        bytes = Array(text.utf8)
        guard bytes.count >= Self.leastBytes else { return nil }
    }

    /// A secret has at least so many bytes.
    public static let leastBytes = 16

    /// Whether a presented secret is this one; how long it takes does not tell how much of it was right.
    public func matches(_ presented: String) -> Bool {
        let presented = Array(presented.utf8)
        var difference = UInt8(presented.count == bytes.count ? 0 : 1)
        for index in bytes.indices {
            difference |= bytes[index] ^ (index < presented.count ? presented[index] : ~bytes[index])
        }
        return difference == 0
    }
}
