/// An absolute `http://` or `ws://` URL, split for a client.
public struct ClientURL: Sendable, Equatable, CustomStringConvertible {
    /// Host and port to connect to.
    public var address: ListenAddress
    /// Path and query as they go on the wire; begins with `/`.
    public var target: String

    /// Reads a URL; the scheme may be `http` or `ws`, the port is 80 when there is none. A fragment is dropped.
    public init(_ text: String) throws(ClientError) {
        let invalid = ClientError.invalidURL(text)
        guard let scheme = ["http://", "ws://"].first(where: { text.lowercased().hasPrefix($0) }) else { throw invalid }
        let rest = text.dropFirst(scheme.count).prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.isEmpty, !authority.contains("@"), Self.isVisibleASCII(rest) else { throw invalid }
        let target = rest.dropFirst(authority.count)
        let hasPort = authority.last != "]" && authority.contains(":")
        guard let address = ListenAddress(String(authority) + (hasPort ? "" : ":80")), !authority.hasPrefix(":") else {
            throw invalid
        }
        self.address = address
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
    }

    /// The same place, another path and query.
    public func with(target: String) -> ClientURL {
        var copy = self
        copy.target = target
        return copy
    }

    /// As an `http://` URL.
    public var description: String { "http://\(address)\(target)" }

    static func isVisibleASCII(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
