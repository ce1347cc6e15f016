import PerchCommand
import PerchDialects
import PerchHub
import PerchLog
import PerchModel
import PerchNet
import PerchServer
import PerchSystem
import PerchViews

/// The server, put together out of its concrete parts; the only place that names them all.
struct Assembly: Sendable {
    let log: SQLiteEventLog
    let hub: Hub
    let networkLoops: [Loop]
    let hubLoop: Loop
    let metrics = Metrics()

    /// Opens the log and folds what it has; `progress` is told the seq reached and the last.
    init(_ options: ServeOptions, progress: @escaping @Sendable (Seq, Seq) -> Void) async throws {
        let hubLoop = try Loop(name: "perch-hub")
        let projector = Projector(loop: hubLoop)
        let log = try SQLiteEventLog(
            SQLiteLogOptions(
                folder: options.data, durability: options.logDurability, onCommit: { projector.deliver($0) }))
        let hub = Hub(log: log, projector: projector, patience: options.patience)
        let last = log.last
        try await hub.start { progress($0, last) }
        self.log = log
        self.hub = hub
        self.hubLoop = hubLoop
        networkLoops = try Self.loops(options.loops ?? max(1, SystemThread.processorCount - 1))
    }

    private static func loops(_ count: Int) throws -> [Loop] {
        try (1...count).map { try Loop(name: "perch-net-\($0)") }
    }

    /// Takes everything down again, the log last; nothing that was acknowledged is lost.
    func close() async {
        await hub.stop()
        await log.close()
        for loop in networkLoops { loop.stop() }
        hubLoop.stop()
    }
}

extension ServeOptions {
    /// The log's word for when a sender is answered.
    var logDurability: SQLiteLogOptions.Durability {
        switch durability {
        case .power: .power
        case .process: .process
        }
    }

    /// How long agents may be silent.
    var patience: PresenceWatch.Patience {
        PresenceWatch.Patience(idle: idleAfter.microseconds, offline: offlineAfter.microseconds)
    }

    /// Every address to listen on, with whose clients expect what there.
    private var addresses: [(address: ListenAddress, port: Port)] {
        let own: [(ListenAddress?, Port)] = [(keiListen, .kei), (chatListen, .chat), (eventsListen, .events)]
        return listen.map { (address: $0, port: .main) }
            + own.compactMap { address, port in address.map { (address: $0, port: port) } }
    }

    /// What the dialects are told; Daena's secrets have the names that they have where it comes from.
    private var dialectSettings: DialectSettings {
        var settings = DialectSettings()
        settings.htmlGraph.clientsPerSession = clientsPerSession
        settings.htmlGraph.version = PerchVersion.current
        settings.agentCraft.strictIDs = agentCraftStrictIDs
        settings.daena = DaenaSettings(environment: Environment.all)
        return settings
    }

    /// What lets somebody in.
    func keyring() throws -> Keyring {
        let keys = try Keyring(access: try access(), file: TokenFile(folder: data), isLocal: isLocal)
        if keys.isEmpty, let needsToken { throw needsToken }
        return keys
    }

    private func access() throws(UsageError) -> AccessToken? {
        guard let accessToken else { return nil }
        if let token = AccessToken(accessToken.value) { return token }
        throw UsageError("The access token must have at least \(AccessToken.leastBytes) characters.", command: .serve)
    }

    /// What the doors are told.
    func serverSettings(_ keys: Keyring) -> PerchServer.Settings {
        var settings = PerchServer.Settings(listen: addresses, keys: keys)
        settings.dialects = Dialects.all(dialectSettings)
        settings.hosts = allowedHosts
        settings.origins = allowedOrigins
        settings.bodyBytes = maxBody
        settings.deflate = deflate
        return settings
    }
}

extension Duration {
    /// Whole microseconds.
    var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
