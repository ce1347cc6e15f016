/// A request whose head is checked and whose body is complete.
public struct Request: Sendable {
    /// The method.
    public let method: HTTPMethod
    /// Path and query.
    public let target: RequestTarget
    /// The header fields.
    public let headers: RequestHeaders
    /// The body, of at most as many bytes as the limit of its route.
    public internal(set) var body: [UInt8] = []
    /// The address the connection came from.
    public let peer: SocketAddress
    /// The index of the listener it came to, in the order they were given to the server.
    public let listener: Int
    /// 1 for HTTP/1.1, 0 for HTTP/1.0.
    public let minorVersion: Int

    /// The decoded path; begins with `/`, has no `.` or `..` segment and no NUL.
    public var path: String { target.path }

    /// Which server was meant: the authority of an absolute target, else the Host field (RFC 9112 3.2.2 and 3.3).
    public var host: String { target.authority ?? headers["host"] ?? "" }

    /// The first value of a query item of this name, decoded.
    public func query(_ name: String) -> String? { target.queryItems.first { $0.name == name }?.value }
}

extension Request {
    /// A request that never was on a wire, for tests of what answers requests; nil when the target is not proper.
    public init?(
        method: HTTPMethod = .get, target: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        guard let target = RequestTarget(Array(target.utf8)[...], method: method) else { return nil }
        self.init(
            method: method, target: target, headers: RequestHeaders(headers), body: body, peer: SocketAddress(),
            listener: 0, minorVersion: 1)
    }
}
