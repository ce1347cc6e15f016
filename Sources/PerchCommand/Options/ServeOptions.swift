public import PerchNet

/// What `perch serve` was asked to do.
public struct ServeOptions: Sendable, Equatable {
    /// When a sender is answered.
    public enum Durability: String, Sendable, CaseIterable {
        /// When its events survive a power cut.
        case power
        /// When they survive the end of the process.
        case process
    }

    /// From which level on the server logs.
    public enum LogLevel: String, Sendable, CaseIterable {
        case debug, info, warning, error
    }

    /// A file to follow.
    public struct TailedFile: Sendable, Equatable {
        /// Its path.
        public let path: String
        /// The name of the dialect its lines are in.
        public let format: String

        /// Names a file and its dialect.
        public init(path: String, format: String) {
            self.path = path
            self.format = format
        }
    }

    /// Where to listen; at least one.
    public var listen: [ListenAddress] = [ListenAddress(host: "127.0.0.1", port: 8000)]
    /// Where kei-graph-stream's clients find their server.
    public var keiListen: ListenAddress?
    /// Where the clients of the agent chat's pages and streams find theirs.
    public var chatListen: ListenAddress?
    /// Where the clients of the agent chat's event stream find theirs.
    public var eventsListen: ListenAddress?
    /// The folder of the log.
    public var data = "./data"
    /// When a sender is answered.
    public var durability = Durability.power
    /// Files to follow.
    public var tails: [TailedFile] = []
    /// Servers to follow.
    public var upstreams: [UpstreamAddress] = []
    /// After how much silence an agent is idle.
    public var idleAfter = Duration.seconds(300)
    /// After how much silence an agent is offline; longer than ``idleAfter``.
    public var offlineAfter = Duration.seconds(1800)
    /// Host names to answer for beside those of loopback.
    public var allowedHosts: [String] = []
    /// Origins whose pages may use the server.
    public var allowedOrigins: [String] = []
    /// A token that may do everything, beside those that were made.
    public var accessToken: Secret?
    /// From which level on to log.
    public var logLevel = LogLevel.info
    /// Whether AgentCraft's clients need ids of one form.
    public var agentCraftStrictIDs = false
    /// The largest body of a request, in bytes.
    public var maxBody = 16 << 20
    /// How many clients of HtmlGraph may share a dashboard session; 0 for any number.
    public var clientsPerSession = 10
    /// Whether WebSocket messages may be compressed.
    public var deflate = false
    /// How many network loops to run; nil for one per core less one.
    public var loops: Int?

    /// The defaults.
    public init() {}
}

extension ServeOptions {
    /// Reads the options; `token` is the content of the access token's file.
    init(_ settings: Settings, token: Secret?) throws(UsageError) {
        if settings.has("listen") {
            listen = try settings.values(
                "listen", "HOST:PORT, such as 127.0.0.1:8000 or [::1]:8000", ListenAddress.init)
        }
        try readDropIns(settings)
        data = settings.text("data") ?? data
        durability = try settings.choice("durability") ?? durability
        tails = try settings.values("tail", "FILE or FILE:FORMAT", TailedFile.init)
        upstreams = try settings.values(
            "upstream", "an address such as ws://127.0.0.1:6102/ or socketio://127.0.0.1:6102", UpstreamAddress.init)
        idleAfter = try settings.duration("idle-after") ?? idleAfter
        offlineAfter = try settings.duration("offline-after") ?? offlineAfter
        allowedHosts = settings.texts("allow-host")
        allowedOrigins = try settings.values(
            "allow-origin", "a scheme, host and port such as https://example.org", Self.origin)
        accessToken = token
        logLevel = try settings.choice("log-level") ?? logLevel
        agentCraftStrictIDs = try settings.flag("agentcraft-strict-ids")
        maxBody = try settings.size("max-body") ?? maxBody
        clientsPerSession = try settings.whole("clients-per-session", in: 0...1_000_000) ?? clientsPerSession
        deflate = try settings.flag("deflate")
        loops = try settings.whole("loops", in: 1...256)
        try check()
    }

    /// `--drop-in` names the three ports that are written into clients; each has an option of its own as well.
    private mutating func readDropIns(_ settings: Settings) throws(UsageError) {
        let host = listen[0].host
        let all = try settings.flag("drop-in")
        func address(_ name: String, _ port: UInt16) throws(UsageError) -> ListenAddress? {
            let given = try settings.value(name, "HOST:PORT, such as 127.0.0.1:\(port)", ListenAddress.init)
            return given ?? (all ? ListenAddress(host: host, port: port) : nil)
        }
        keiListen = try address("listen-kei", 8201)
        chatListen = try address("listen-chat", 6101)
        eventsListen = try address("listen-events", 6102)
    }

    private func check() throws(UsageError) {
        guard Set(upstreams.map(\.place)).count == upstreams.count else {
            throw UsageError("--upstream names the same place twice.", command: .serve)
        }
        guard idleAfter > .zero, offlineAfter > idleAfter else {
            throw UsageError(
                "--offline-after must be longer than --idle-after, and both more than nothing.", command: .serve)
        }
        guard maxBody >= 1_024 else { throw UsageError("--max-body must be at least 1KiB.", command: .serve) }
    }

    /// Every address it listens on.
    private var addresses: [ListenAddress] { listen + [keiListen, chatListen, eventsListen].compactMap { $0 } }

    /// Whether nobody but this machine can reach it.
    public var isLocal: Bool { addresses.allSatisfy(\.isLoopback) }

    /// What to say where others can reach it and there is no token; nil where none can.
    public var needsToken: UsageError? {
        let folder = data == ServeOptions().data ? "" : " --data \(data)"
        return addresses.first { !$0.isLoopback }.map { open in
            UsageError(
                "Listening on \(open) lets other machines in, so it needs a token: make one with `perch token create --scope "
                    + "control\(folder)`, or listen on 127.0.0.1.", command: .serve)
        }
    }

    /// An origin is compared letter by letter, so it is taken only as browsers send it (RFC 6454, 6.2).
    private static func origin(_ text: String) -> String? {
        if text == "null" { return text }
        guard let scheme = text.split(separator: ":").first, text.dropFirst(scheme.count).hasPrefix("://") else {
            return nil
        }
        let rest = text.dropFirst(scheme.count + 3)
        guard !rest.isEmpty, !rest.contains(where: { "/?#@ *".contains($0) }) else { return nil }
        return text.lowercased()
    }
}

extension ServeOptions.TailedFile {
    /// Reads `FILE[:FORMAT]`; what stands behind the last colon is a format when it is a plain word.
    init?(_ text: String) {
        guard !text.isEmpty, !text.hasPrefix(":") else { return nil }
        let colon = text.lastIndex(of: ":") ?? text.endIndex
        let format = text[colon...].dropFirst()
        let isWord = !format.isEmpty && format.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        self.init(path: isWord ? String(text[..<colon]) : text, format: isWord ? String(format) : "native")
    }
}
