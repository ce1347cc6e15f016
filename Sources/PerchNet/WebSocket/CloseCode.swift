/// A status code of a close frame (RFC 6455 7.4 and the IANA registry).
public struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt16

    /// Any number; ask `mayBeSent` before putting it on the wire.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The purpose of the connection is fulfilled.
    public static let normal = CloseCode(rawValue: 1000)
    /// The server is shutting down or the page is left.
    public static let goingAway = CloseCode(rawValue: 1001)
    /// The peer broke the protocol.
    public static let protocolError = CloseCode(rawValue: 1002)
    /// A kind of data that is not accepted here.
    public static let unsupportedData = CloseCode(rawValue: 1003)
    /// Never on the wire: the close frame had no code.
    public static let noStatus = CloseCode(rawValue: 1005)
    /// Never on the wire: the connection was lost without a close frame.
    public static let abnormal = CloseCode(rawValue: 1006)
    /// Text that is not UTF-8, or a compressed message that cannot be inflated.
    public static let invalidPayload = CloseCode(rawValue: 1007)
    /// A message that violates a policy.
    public static let policyViolation = CloseCode(rawValue: 1008)
    /// A message larger than the receiver takes.
    public static let messageTooBig = CloseCode(rawValue: 1009)
    /// The receiver met something unforeseen.
    public static let internalError = CloseCode(rawValue: 1011)
    /// Come back later: the client is too slow or the server is overloaded.
    public static let tryAgainLater = CloseCode(rawValue: 1013)

    /// Whether the code may come over the wire: 1000-1003, 1007-1014, and 3000-4999 for libraries and applications.
    public var mayBeSent: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
