public import PerchNet

/// Where a server is that is to be followed.
public struct UpstreamAddress: Sendable, Equatable {
    /// `ws` or `socketio`.
    public let scheme: String
    /// Its host and port.
    public let address: ListenAddress
    /// Path and query; empty where none is given.
    public let target: String

    /// Reads `SCHEME://HOST[:PORT][/PATH]`; what is spoken behind a scheme we do not know cannot be followed.
    public init?(_ text: String) {
        guard let colon = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<colon.lowerBound].lowercased()
        let rest = text[colon.upperBound...]
        guard ["ws", "socketio"].contains(scheme), let url = try? ClientURL("ws://\(rest)"), url.address.port > 0 else {
            return nil
        }
        self.scheme = scheme
        address = url.address
        target = rest.contains("/") || rest.contains("?") ? url.target : ""
    }

    /// Where it is, without what may be secret.
    public var place: String { "\(scheme)://\(address)\(target.prefix { $0 != "?" })" }
}
