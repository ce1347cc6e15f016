public import PerchJSON
public import PerchModel

/// A request as a dialect sees it: bytes, names and time, all of them given, none of them looked up.
public struct Ask: Sendable {
    /// The values of the path's parameters by name, decoded.
    public var parameters: [String: String]
    /// The query, decoded, in its order.
    public var query: [(name: String, value: String)]
    /// The first value of a header field by its name in lower case.
    public var headers: [String: String]
    /// The body.
    public var body: [UInt8]
    /// The address of the client, without its port.
    public var peer: String
    /// Which of the server's ports it came to.
    public var port: Port
    /// When it came.
    public var now: Timestamp
    /// When the server started.
    public var started: Timestamp
    /// The moment of the past that is asked about; nil for now. Who watches it is shown its world and told a replay without a
    /// dialect's doing: this is for what else it would say of today.
    public var moment: Moment?
    /// A number of milliseconds since 1970 that no other request was given: near to ``now``, and rising.
    public var stamp: Int64
    /// A new random id, different at each call.
    public var newID: @Sendable () -> String
    /// What it may do.
    public var grant: Grant
    /// Who else is here.
    public var audience: any Audience
    /// The name of the log, which no other server's has.
    public var log: String

    /// A request of its parts.
    public init(
        parameters: [String: String] = [:], query: [(name: String, value: String)] = [],
        headers: [String: String] = [:], body: [UInt8] = [], peer: String = "127.0.0.1", port: Port = .main,
        now: Timestamp, started: Timestamp? = nil, moment: Moment? = nil, stamp: Int64,
        newID: @escaping @Sendable () -> String, grant: Grant,
        audience: any Audience, log: String = ""
    ) {
        self.parameters = parameters
        self.query = query
        self.headers = headers
        self.body = body
        self.peer = peer
        self.port = port
        self.now = now
        self.started = started ?? now
        self.moment = moment
        self.stamp = stamp
        self.newID = newID
        self.grant = grant
        self.audience = audience
        self.log = log
    }

    /// Whether the past is asked about.
    public var isRewound: Bool { moment != nil }

    /// The value of a path's parameter.
    public subscript(parameter name: String) -> String { parameters[name] ?? "" }

    /// The first value of a query item that is not empty.
    public func query(_ name: String) -> String? {
        query.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// The project that is asked about or reported to; nil means all, and where one is needed the usual one.
    public var project: String? { query("project") }

    /// The body as a JSON object; an empty body is an empty object.
    ///
    /// - Throws: `PerchError` (`invalid_json`) where it is something else.
    public func object() throws(PerchError) -> JSONObject {
        let bytes = body.contains { $0 > 0x20 } ? body : Array("{}".utf8)
        do { return try JSONParser().parse(bytes).object() } catch { throw PerchError(refusing: error) }
    }
}

/// The ports of a server, by what the clients of each expect to find there.
public enum Port: String, Sendable, CaseIterable {
    /// Where everything is served.
    case main
    /// kei-graph-stream's own, 8201.
    case kei
    /// That of the agent chat's pages and streams, 6101.
    case chat
    /// That of the agent chat's event stream, 6102.
    case events
}
