import PerchCrypto
import PerchModel

/// Browsers that were let in by a link or a token, each by a cookie of its own; kept in memory only.
struct BrowserSessions: Sendable {
    private struct Session: Sendable {
        let number: Int
        let digest: [UInt8]
        let scope: Scope
        /// What it was had for; when that ends, this ends.
        let origin: Credential
        let expires: Timestamp
    }

    private var sessions: [Session] = []
    private var made = 0

    /// How many there may be; then the oldest ends.
    static let limit = 64
    /// How long one lasts.
    static let days: Int64 = 30

    /// Begins one, and tells its secret.
    mutating func begin(_ scope: Scope, for origin: Credential, at now: Timestamp) -> String {
        let secret = TokenSecret.make("s")
        sessions.removeAll { $0.expires <= now }
        if sessions.count >= Self.limit { sessions.removeFirst() }
        made += 1
        sessions.append(
            Session(
                number: made, digest: TokenSecret.digest(of: secret), scope: scope, origin: origin,
                expires: now.advanced(by: Self.days * 86_400_000_000)))
        return secret
    }

    /// The one whose secret has this hash.
    func find(_ digest: [UInt8], at now: Timestamp) -> (credential: Credential, scope: Scope, origin: Credential)? {
        var found: Session?
        for session in sessions where ConstantTime.equal(session.digest, digest) { found = session }
        guard let found, now < found.expires else { return nil }
        return (.session(found.number), found.scope, found.origin)
    }

    /// What one was had for; nil once it is over.
    func origin(of number: Int, at now: Timestamp) -> Credential? {
        sessions.first { $0.number == number && now < $0.expires }?.origin
    }

    mutating func end(_ number: Int) {
        sessions.removeAll { $0.number == number }
    }
}
