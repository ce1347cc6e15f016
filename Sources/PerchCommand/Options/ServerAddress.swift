/// Where a server answers: `http://HOST:PORT`.
public struct ServerAddress: Sendable, Equatable, CustomStringConvertible {
    /// A name or a numeric address, IPv6 without brackets.
    public let host: String
    /// The port.
    public let port: UInt16

    /// Creates an address of its parts.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads a URL, whose scheme and port may be left out; nil where it is none that Perch can be at.
    public init?(_ text: String) {
        var rest = text[...]
        let port: UInt16
        if rest.lowercased().hasPrefix("http://") {
            rest = rest.dropFirst(7)
            port = 80
        } else {
            guard !rest.contains("://") else { return nil }
            port = 8000
        }
        if rest.hasSuffix("/") { rest.removeLast() }
        guard !rest.isEmpty, !rest.contains(where: { "/?#@ ".contains($0) }) else { return nil }
        self.init(authority: rest, standardPort: port)
    }

    private init?(authority: Substring, standardPort: UInt16) {
        var host = authority
        var port = standardPort
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            guard let given = UInt16(authority[authority.index(after: colon)...]), given > 0 else { return nil }
            host = authority[..<colon]
            port = given
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.init(host: String(host), port: port)
    }

    /// The host and port as the `Host` header has them.
    public var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// The URL.
    public var description: String { "http://\(authority)" }

    /// Where a server listens by default.
    public static let standard = ServerAddress(host: "127.0.0.1", port: 8000)
}
