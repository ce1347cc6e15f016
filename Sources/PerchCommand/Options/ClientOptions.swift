/// Which server a command talks to.
public struct ClientOptions: Sendable, Equatable {
    /// Where it answers.
    public var server = ServerAddress.standard
    /// What to show it.
    public var token: Secret?

    /// The defaults.
    public init(server: ServerAddress = .standard, token: Secret? = nil) {
        self.server = server
        self.token = token
    }

    init(_ settings: Settings, token: Secret?) throws(UsageError) {
        let expected = "a URL such as http://127.0.0.1:8000 (https is for a proxy in front of Perch)"
        server = try settings.value("server", expected, ServerAddress.init) ?? .standard
        self.token = token
    }
}
