/// A secret that must not be shown: printing it, in any way, prints dots.
public struct SecretKey: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Its bytes, for the one place that needs them.
    public let bytes: [UInt8]

    /// Keeps a text; an empty one is no secret.
    public init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        bytes = Array(text.utf8)
    }

    /// Whether a text is this secret, found out in a time that does not depend on either of them.
    public func matches(_ text: String) -> Bool {
        ConstantTime.equal(SHA256.hash(bytes), SHA256.hash(Array(text.utf8)))
    }

    /// In constant time as well.
    public static func == (left: SecretKey, right: SecretKey) -> Bool {
        ConstantTime.equal(SHA256.hash(left.bytes), SHA256.hash(right.bytes))
    }

    /// Dots.
    public var description: String { "••••" }
    /// Dots.
    public var debugDescription: String { "••••" }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
