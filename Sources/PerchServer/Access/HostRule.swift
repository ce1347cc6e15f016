/// Which names a request may call the server by; it stops a page of another site from reaching it through a name that was pointed here.
struct HostRule: Sendable {
    private let ports: BoundPorts
    private let names: Set<String>

    /// Loopback names at the ports listened on, and the names that were configured, with or without a port.
    init(ports: BoundPorts, names: [String]) {
        self.ports = ports
        self.names = Set(names.map { $0.lowercased() })
    }

    /// Whether a Host header is one of ours. A loopback name without a port is; one with another port is not.
    func allows(_ host: String) -> Bool {
        let host = host.lowercased()
        if names.contains(host) { return true }
        guard let (name, port) = Self.split(host) else { return false }
        if names.contains(name) { return true }
        guard Self.loopback.contains(name) else { return false }
        guard let port else { return true }
        return ports.contains(port)
    }

    private static let loopback: Set<String> = ["localhost", "127.0.0.1", "[::1]"]

    /// The name and the port; nil where there is something else behind the name.
    private static func split(_ host: String) -> (name: String, port: UInt16?)? {
        let nameEnd = host.hasPrefix("[") ? host.firstIndex(of: "]").map(host.index(after:)) : host.firstIndex(of: ":")
        guard let nameEnd, nameEnd < host.endIndex else { return (host, nil) }
        guard host[nameEnd] == ":", let port = UInt16(host[host.index(after: nameEnd)...]) else { return nil }
        return (String(host[..<nameEnd]), port)
    }
}
