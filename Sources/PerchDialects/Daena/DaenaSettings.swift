public import PerchCrypto

/// What can be set about Daena: the secrets its REST endpoints ask for.
public struct DaenaSettings: Sendable, Equatable {
    /// What is accepted as `X-API-Key`.
    public var apiKeys: [SecretKey] = []
    /// What JSON Web Tokens are signed with.
    public var tokenSecret: SecretKey?

    /// None: the server's own rules hold for everything.
    public init() {}

    /// What Daena's own variables set; one that is empty sets nothing, and `DISABLE_AUTH=1` makes nothing of them all.
    public init(environment: [String: String]) {
        guard environment["DISABLE_AUTH"] != "1" else { return }
        let keys = ["DAENA_SECRET_KEY", "DAENA_TEST_API_KEY", "DAENA_MONITORING_API_KEY"]
        apiKeys = keys.compactMap { environment[$0].flatMap(SecretKey.init) }
        tokenSecret = ["JWT_SECRET", "SECRET_KEY"].lazy.compactMap { environment[$0].flatMap(SecretKey.init) }.first
    }

    /// Daena's own authentication; nil where no secret is set.
    var access: DaenaAccess? {
        apiKeys.isEmpty && tokenSecret == nil ? nil : DaenaAccess(apiKeys: apiKeys, tokenSecret: tokenSecret)
    }
}
