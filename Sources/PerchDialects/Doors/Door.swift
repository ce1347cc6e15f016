public import PerchModel

/// One way in or out that a dialect has: a method, a path, what it takes to use it and what happens then.
public struct Door: Sendable {
    /// The methods there are.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    /// What happens to a request.
    public enum Use: Sendable {
        /// It is answered.
        case answer(@Sendable (Ask) throws(PerchError) -> Reaction<Answer>)
        /// It becomes a WebSocket.
        case socket(@Sendable (Ask) throws(PerchError) -> Reception)
        /// It becomes a stream of server-sent events.
        case events(@Sendable (Ask) throws(PerchError) -> Reception)
        /// It is a piece of a conversation that a client without a connection carries on over many requests.
        case polling(@Sendable (Ask) throws(PerchError) -> Poll)
    }

    /// The method; GET answers HEAD as well.
    public let method: Method
    /// The path; a segment in braces stands for any one segment, such as `/api/presence/{agent_id}`.
    public let path: String
    /// What it takes to use it; nil where anybody may.
    public private(set) var scope: Scope?
    /// The dialect's own judgement of who may use it and what for, in place of ``scope``; nil where the server judges.
    public private(set) var keeper: (@Sendable (Ask) throws(PerchError) -> Grant)?
    /// The ports it is at; nil for all of them.
    public let ports: Set<Port>?
    /// The media type a client has to ask for; nil for whatever it asks for.
    public let accept: String?
    /// The most bytes of a body.
    public let bodyBytes: Int
    /// What happens.
    public let use: Use

    /// A door of its parts.
    public init(
        _ method: Method, _ path: String, scope: Scope?, ports: Set<Port>? = nil, accept: String? = nil,
        bodyBytes: Int = 1 << 20, _ use: Use
    ) {
        self.method = method
        self.path = path
        self.scope = scope
        self.ports = ports
        self.accept = accept
        self.bodyBytes = bodyBytes
        self.use = use
    }

    /// The same door kept by the dialect itself: whom it lets in may do what it says, and the server asks for nothing of its own.
    public func kept(by keeper: @escaping @Sendable (Ask) throws(PerchError) -> Grant) -> Door {
        var door = self
        door.scope = nil
        door.keeper = keeper
        return door
    }

    /// A door that is asked: watching it takes the scope to read.
    public static func get(
        _ path: String, ports: Set<Port>? = nil,
        _ answer: @escaping @Sendable (Ask) throws(PerchError) -> Reaction<Answer>
    ) -> Door {
        Door(.get, path, scope: .read, ports: ports, .answer(answer))
    }

    /// A door that is reported to.
    public static func post(
        _ path: String, scope: Scope = .ingest, ports: Set<Port>? = nil,
        _ answer: @escaping @Sendable (Ask) throws(PerchError) -> Reaction<Answer>
    ) -> Door {
        Door(.post, path, scope: scope, ports: ports, .answer(answer))
    }

    /// A door that becomes a WebSocket.
    public static func socket(
        _ path: String, ports: Set<Port>? = nil, _ receive: @escaping @Sendable (Ask) throws(PerchError) -> Reception
    ) -> Door {
        Door(.get, path, scope: .read, ports: ports, .socket(receive))
    }

    /// A door that becomes an event stream.
    public static func events(
        _ path: String, ports: Set<Port>? = nil, _ receive: @escaping @Sendable (Ask) throws(PerchError) -> Reception
    ) -> Door {
        Door(.get, path, scope: .read, ports: ports, .events(receive))
    }
}
