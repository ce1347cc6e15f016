import PerchDialects
import PerchHub
import PerchModel
import PerchNet

/// What every request passes first: the name it calls us by, the page it comes from, the secret it brings.
struct Gate: Sendable {
    private let hosts: HostRule
    private let origins: OriginRule
    private let keys: Keyring
    private let failures: FailedAttempts

    /// A gate of these rules.
    init(hosts: HostRule, origins: OriginRule, keys: Keyring, failures: FailedAttempts) {
        self.hosts = hosts
        self.origins = origins
        self.keys = keys
        self.failures = failures
    }

    /// Who was let in and stays.
    var guests: Guests { keys.guests }

    /// Lets a request in, and says which configured origin it came from and what it may do.
    ///
    /// - Throws: `PerchError` (`forbidden_host`, `forbidden_origin`).
    func admit(_ request: Request) throws(PerchError) -> Admitted {
        guard hosts.allows(request.host) else {
            throw PerchError(
                .forbiddenHost,
                "This server is not called by that name. Use its loopback address, or start it with --allow-host NAME.")
        }
        let origin = try admitOrigin(of: request)
        guard let presented = Presented(request) else { return stranger(from: origin) }
        guard let (credential, scope) = keys.identify(presented.secret, at: .now) else {
            return stranger(from: origin, showsWrongSecret: true)
        }
        return Admitted(origin: origin, grant: scope.granted, credential: credential)
    }

    private func stranger(from origin: String?, showsWrongSecret: Bool = false) -> Admitted {
        Admitted(
            origin: origin, grant: keys.isOpen ? Grant([.ingest, .read]) : Grant([]), credential: .nobody,
            showsWrongSecret: showsWrongSecret)
    }

    /// Sees to it that a door is used by nobody who may not; a scope of nil is a door for everybody.
    ///
    /// - Throws: `PerchError` (`unauthorized`, `rate_limited`, `forbidden`).
    func check(_ scope: Scope?, of admitted: Admitted, _ request: Request, at door: String?) throws(PerchError) {
        guard let scope, !admitted.grant.allows(scope) else { return }
        if admitted.showsWrongSecret { throw wrongSecret(request, at: door) }
        guard admitted.grant.scopes.isEmpty else { return try admitted.grant.require(scope) }
        throw PerchError(
            .unauthorized,
            "This server needs a token: send it as \"Authorization: Bearer …\" or ?token=…; "
                + "`perch token create --scope \(scope.rawValue)` makes one.")
    }

    /// The refusal of a secret that is none of ours; every one of them is counted.
    func wrongSecret(_ request: Request, at door: String?) -> PerchError {
        failures.count(
            request, at: door,
            PerchError(
                .unauthorized,
                "That token is not known here: it was revoked, has ended, or is another server's. "
                    + "`perch token create --scope ingest|read|control` makes one."))
    }

    /// The refusal of a secret that was shown to a foreign system's own keeper; these are counted with ours.
    func attempt(_ request: Request, at door: String, _ error: PerchError) -> PerchError {
        failures.count(request, at: door, error)
    }

    /// Sees to it that a connection that lasts ends with what let it in.
    func attend(_ response: inout Response, by admitted: Admitted) {
        let (guests, credential) = (guests, admitted.credential)
        switch response.body {
        case .webSocket(var start):
            start.companion = { session in
                guests.admit(credential) { [weak session] in
                    session?.loop.execute { session?.close(.policyViolation, reason: Self.farewell) }
                }
            }
            response.body = .webSocket(start)
        case .events(var start):
            start.companion = { session in
                guests.admit(credential) { [weak session] in session?.loop.execute { session?.close() } }
            }
            response.body = .events(start)
        case .empty, .bytes, .stream, .file: return
        }
    }

    private static let farewell = "The token that let this connection in was revoked, or has ended."

    private func admitOrigin(of request: Request) throws(PerchError) -> String? {
        // Two origins are none, not even "null": it is not for us to choose which of them to believe.
        let given = request.headers.values("origin")
        switch origins.judge(given.count > 1 ? "" : given.first, host: request.host) {
        case .own: return nil
        case .configured(let origin): return origin
        case .refused:
            throw PerchError(
                .forbiddenOrigin,
                "Pages of that site may not talk to this server. Allow them with --allow-origin, by scheme, host and port."
            )
        }
    }
}

/// What the gate found out about a request that it let in.
struct Admitted: Sendable {
    /// The configured origin it came from, whose page may read the answer.
    let origin: String?
    /// What it may do.
    let grant: Grant
    /// What it may do that by.
    let credential: Credential
    /// Whether it shows a secret that is none of ours; where everybody may come in that is passed over, because some clients of
    /// foreign systems show one of their own.
    var showsWrongSecret = false
}

extension Request {
    /// Whether it brings something that is meant to open a door, ours or a foreign system's.
    var showsSecret: Bool { headers["authorization"] != nil || headers["x-api-key"] != nil }
}
