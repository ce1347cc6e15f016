public import PerchModel

/// Follows another server over a WebSocket: says what it takes to be told, and makes drafts of what it is told. A plain value, driven
/// from outside; each connection has its own copy.
public protocol Listener: Sendable {
    /// Path and query to connect to.
    var target: String { get }
    /// The connection is there.
    mutating func begin() -> Heard
    /// The other server said something.
    mutating func hear(_ text: [UInt8]) -> Heard
}

/// What comes of a message of a server that is followed.
public struct Heard: Sendable, Equatable {
    /// The events it told of.
    public var drafts: [Draft]
    /// What is to be said to it.
    public var replies: [[UInt8]]
    /// Whether it is to be left, to be come back to later.
    public var isOver: Bool

    /// What comes of it, of its parts.
    public init(_ drafts: [Draft] = [], replies: [[UInt8]] = [], isOver: Bool = false) {
        self.drafts = drafts
        self.replies = replies
        self.isOver = isOver
    }
}
