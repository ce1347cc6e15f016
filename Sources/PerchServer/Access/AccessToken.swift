import PerchCrypto

/// The one secret that may do everything, given to the server at its start.
public struct AccessToken: Sendable {
    private let digest: [UInt8]

    /// Returns nil for a secret that is too short to be one.
    public init?(_ text: String) {
        guard text.utf8.count >= Self.leastBytes else { return nil }
        digest = TokenSecret.digest(of: text)
    }

    /// A secret has at least so many bytes.
    public static let leastBytes = 16

    /// Whether a presented secret is this one; how long it takes does not tell how much of it was right.
    public func matches(_ presented: String) -> Bool { matches(digest: TokenSecret.digest(of: presented)) }

    func matches(digest presented: [UInt8]) -> Bool { ConstantTime.equal(presented, digest) }
}
