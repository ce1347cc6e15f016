import PerchCrypto
import PerchModel

/// Who may use Daena's REST endpoints where a secret is set: whoever brings an API key or a token of a role that may watch.
struct DaenaAccess: Sendable {
    let apiKeys: [SecretKey]
    let tokenSecret: SecretKey?

    /// What such a client may do: report and watch.
    static let grant = Grant([.ingest, .read])

    /// Judges a request: a good token counts before the key, a bad one as none.
    ///
    /// - Throws: `PerchError` (`forbidden` for a wrong key, `unauthorized` for nothing) in Daena's words.
    func admit(_ ask: Ask) throws(PerchError) -> Grant {
        if isShowingToken(ask) { return Self.grant }
        guard let key = ask.headers["x-api-key"], !key.isEmpty else {
            throw PerchError(
                .unauthorized,
                "Unauthorized: Authentication required for monitoring endpoints. Provide X-API-Key header or Bearer JWT token."
            )
        }
        // Every key is compared, so that the time tells none of them.
        guard apiKeys.filter({ $0.matches(key) }).isEmpty else { return Self.grant }
        throw PerchError(.forbidden, "Forbidden: Invalid API key")
    }

    private func isShowingToken(_ ask: Ask) -> Bool {
        guard let tokenSecret, let header = ask.headers["authorization"], header.lowercased().hasPrefix("bearer "),
            let token = DaenaToken(String(header.dropFirst(7)), signedWith: tokenSecret)
        else { return false }
        return token.mayWatch(at: ask.now)
    }
}
