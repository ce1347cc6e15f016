public import PerchModel

/// What a dialect says to one client and makes of what it hears: a plain value, driven from outside.
///
/// One thing is carried out after the other, in the order in which it came.
public protocol Conversation: Sendable {
    /// The client is there.
    mutating func begin(at now: Timestamp) -> Reaction<[Step]>
    /// The client said something.
    mutating func hear(_ text: [UInt8], at now: Timestamp) -> Reaction<[Step]>
    /// The time it asked to be woken at has come.
    mutating func wake(at now: Timestamp) -> Reaction<[Step]>
    /// It goes on over a connection, after polls had carried it; what had not been fetched is said already.
    mutating func moved(at now: Timestamp) -> Reaction<[Step]>
    /// What it had asked for was refused; by default that ends the conversation.
    mutating func refused(_ error: PerchError, at now: Timestamp) -> [Step]
}

extension Conversation {
    /// Says nothing.
    public mutating func hear(_ text: [UInt8], at now: Timestamp) -> Reaction<[Step]> { .done([]) }
    /// Says nothing.
    public mutating func wake(at now: Timestamp) -> Reaction<[Step]> { .done([]) }
    /// Says nothing.
    public mutating func moved(at now: Timestamp) -> Reaction<[Step]> { .done([]) }
    /// Ends the conversation for that reason.
    public mutating func refused(_ error: PerchError, at now: Timestamp) -> [Step] {
        [.close(error.code.closeCode, reason: error.message)]
    }
}

/// One thing a conversation wants done.
public enum Step: Sendable {
    /// Say this.
    case say(Message)
    /// Greet the client and tell it from then on what this subscription tells.
    case follow(any Subscription)
    /// Tell the client what this subscription tells in place of the one it follows: all that one has told first, then the greeting of the
    /// same moment, unless the client needs none, and what comes next. A client that watches the past changes over when it comes to the
    /// present.
    case change(to: any Subscription, greets: Bool = true)
    /// Tell the client what happened after an event, as the log has it, and go on with what happens. Only events that pass the filter
    /// are read; the encoder is given no rows for them.
    case resume(any Subscription, after: Seq, EventFilter)
    /// Wake the conversation after so many milliseconds; in place of an earlier wish.
    case wake(milliseconds: Int)
    /// Wake the conversation whenever nothing was sent for so many milliseconds.
    case wakeWhenSilent(milliseconds: Int)
    /// Answer whoever polls in the conversation of this id with so little as this, now and for the next seconds, since it is about to
    /// be taken over.
    case hurry(id: String, [UInt8])
    /// Go on, over this connection, with the conversation of this id, which polls carried until now; this one's own is over.
    case takeOver(id: String)
    /// End the connection, with a code and a sentence where it has such.
    case close(UInt16, reason: String)
}

extension Step {
    /// Says one message.
    public static func say(_ bytes: [UInt8], name: String? = nil) -> Step { .say(Message(bytes, name: name)) }
}

/// How a client is received.
public struct Reception: Sendable {
    /// What is said to it.
    public var conversation: any Conversation
    /// What it calls itself, where it does.
    public var label: String?
    /// The seats it takes one of, where they are counted; a client that gets none is told so: a WebSocket by the
    /// code 1008, an event stream by an `error` event.
    public var seats: Seats?
    /// The most bytes of a message of the client.
    public var messageBytes: Int
    /// Whether the client may watch the past by `?at=`.
    public var rewinds: Bool
    /// Milliseconds a client of an event stream is told to wait before it comes back.
    public var retryMilliseconds: Int?
    /// Other header fields of an event stream's answer; one that is there anyway is replaced.
    public var headers: [String: String]

    /// A reception of its parts.
    public init(
        _ conversation: any Conversation, label: String? = nil, seats: Seats? = nil, messageBytes: Int = 64 << 10,
        rewinds: Bool = true, retryMilliseconds: Int? = nil,
        headers: [String: String] = [:]
    ) {
        self.conversation = conversation
        self.label = label
        self.seats = seats
        self.messageBytes = messageBytes
        self.rewinds = rewinds
        self.retryMilliseconds = retryMilliseconds
        self.headers = headers
    }
}

/// Seats that clients share.
public struct Seats: Sendable, Equatable {
    /// Who shares them, among the clients of the dialect.
    public var group: String
    /// How many there are.
    public var count: Int
    /// What a client is told for which there is none left.
    public var refusal: String

    /// Seats of their parts.
    public init(group: String, count: Int, refusal: String) {
        self.group = group
        self.count = count
        self.refusal = refusal
    }
}
