/// Which sites' pages may talk to the server: its own, and those that were configured, by exact scheme, host and port.
struct OriginRule: Sendable {
    private let origins: Set<String>

    /// The server's own origin, and these.
    init(origins: [String]) {
        self.origins = Set(origins.map { $0.lowercased() })
    }

    /// What is to be done about a request's Origin header.
    enum Verdict: Sendable, Equatable {
        /// No browser, or a page of our own.
        case own
        /// A page of a configured site: it is told so, that its browser lets it read the answer.
        case configured(String)
        /// A page that has no business here.
        case refused
    }

    /// Judges an Origin header against the Host header it came with. `null` is nobody's origin, unless it is configured as such.
    func judge(_ origin: String?, host: String) -> Verdict {
        guard let origin else { return .own }
        let given = origin.lowercased()
        if given == "http://\(host.lowercased())" || given == "https://\(host.lowercased())" { return .own }
        return origins.contains(given) ? .configured(origin) : .refused
    }
}
