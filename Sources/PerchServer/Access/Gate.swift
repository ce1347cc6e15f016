import PerchModel
import PerchNet

/// What every request passes first: the name it calls us by, the page it comes from, the secret it brings.
struct Gate: Sendable {
    private let hosts: HostRule
    private let origins: OriginRule
    private let token: AccessToken?

    /// A gate of these rules; without a token everything that passes the other two is let in.
    init(hosts: HostRule, origins: OriginRule, token: AccessToken?) {
        self.hosts = hosts
        self.origins = origins
        self.token = token
    }

    /// Lets a request in, and says which configured origin it came from and what it may do.
    ///
    /// - Throws: `PerchError` (`forbidden_host`, `forbidden_origin`, `unauthorized`).
    func admit(_ request: Request) throws(PerchError) -> Admitted {
        guard hosts.allows(request.host) else {
            throw PerchError(
                .forbiddenHost,
                "This server is not called by that name. Use its loopback address, or start it with --allow-host NAME.")
        }
        let origin = try admitOrigin(of: request)
        return Admitted(origin: origin, grant: grant(of: request))
    }

    /// Sees to it that a door is used by nobody who may not; nil is a door for everybody.
    ///
    /// - Throws: `PerchError` (`unauthorized`, `forbidden`).
    func check(_ scope: Scope?, of admitted: Admitted) throws(PerchError) {
        guard let scope, !admitted.grant.allows(scope) else { return }
        guard admitted.grant.scopes.isEmpty else { return try admitted.grant.require(scope) }
        throw PerchError(
            .unauthorized, "This server needs its access token: send it as \"Authorization: Bearer …\" or ?token=.")
    }

    private func admitOrigin(of request: Request) throws(PerchError) -> String? {
        // Two origins are none: it is not for us to choose which of them to believe.
        let given = request.headers.values("origin")
        switch origins.judge(given.count > 1 ? "null" : given.first, host: request.host) {
        case .own: return nil
        case .configured(let origin): return origin
        case .refused:
            throw PerchError(
                .forbiddenOrigin,
                "Pages of that site may not talk to this server. Allow them with --allow-origin, by scheme, host and port."
            )
        }
    }

    private func grant(of request: Request) -> Grant {
        guard let token else { return Grant([.ingest, .read]) }
        guard let presented = Self.presented(by: request), token.matches(presented) else { return Grant([]) }
        return Grant([.ingest, .read, .control])
    }

    private static func presented(by request: Request) -> String? {
        if let header = request.headers["authorization"], header.lowercased().hasPrefix("bearer ") {
            return String(header.dropFirst(7))
        }
        return request.query("token")
    }
}

/// What the gate found out about a request that it let in.
struct Admitted: Sendable {
    /// The configured origin it came from, whose page may read the answer.
    let origin: String?
    /// What it may do.
    let grant: Grant
}
