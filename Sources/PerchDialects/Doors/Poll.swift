/// One request of a client that has no connection of its own: it comes, asks for what waits for it, or says something.
public struct Poll: Sendable {
    /// What the request is for.
    public enum Wish: Sendable {
        /// A client comes; it is answered with what its conversation says first.
        case begin(Reception)
        /// It asks for what waits for it, and waits until there is something.
        case take
        /// It says something, and is answered so at once.
        case say([[UInt8]], Answer)
        /// It becomes a WebSocket. Where the poll has an id, a conversation of that id has to be there.
        case connect(Reception)
        /// Nothing that can be done.
        case refuse(Answer)
    }

    /// The conversation's id, which nobody can guess; empty where there is none yet.
    public var id: String
    /// What it is for.
    public var wish: Wish
    /// What is answered where there is no conversation of the id.
    public var unknown: Answer
    /// How answers are made.
    public var manner: PollManner

    /// A request of its parts.
    public init(_ wish: Wish, id: String = "", unknown: Answer, manner: PollManner = PollManner()) {
        self.wish = wish
        self.id = id
        self.unknown = unknown
        self.manner = manner
    }
}

/// How a dialect's clients poll.
public struct PollManner: Sendable, Equatable {
    /// What stands between the messages of an answer.
    public var separator: UInt8 = 0x1E
    /// The type of an answer.
    public var contentType = "text/plain; charset=UTF-8"
    /// At most so many messages are in an answer.
    public var messages = 16
    /// Milliseconds a request waits for a message.
    public var patienceMilliseconds = 30_000
    /// The answer where none came.
    public var nothing: [UInt8] = []
    /// A client that did not ask for so many milliseconds is gone.
    public var expiryMilliseconds = 60_000

    /// The usual one.
    public init() {}
}
