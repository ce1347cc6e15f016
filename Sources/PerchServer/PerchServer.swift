public import PerchDialects
public import PerchHub
import PerchModel
public import PerchNet

/// The doors of a hub: listens, lets in, answers, and closes in good order.
public struct PerchServer: Sendable {
    /// What can be set about it.
    public struct Settings: Sendable {
        /// Where to listen, and for whose clients.
        public var listen: [(address: ListenAddress, port: Port)]
        /// The languages that are spoken.
        public var dialects: [any Dialect] = Dialects.all()
        /// Names it may be called by besides loopback's.
        public var hosts: [String] = []
        /// Sites whose pages may talk to it.
        public var origins: [String] = []
        /// What lets somebody in.
        public var keys: Keyring
        /// The most bytes of a request's body.
        public var bodyBytes = 16 << 20
        /// Whether WebSocket messages may be compressed.
        public var deflate = false

        /// Listens there and lets in by these; everything else as usual.
        public init(listen: [(address: ListenAddress, port: Port)], keys: Keyring) {
            self.listen = listen
            self.keys = keys
        }
    }

    private let http: HTTPServer
    private let polls: Polls

    /// Listens, and returns with the addresses that were bound.
    ///
    /// - Throws: `ListenError` when an address can't be had; then nothing is left listening.
    public static func start(
        _ settings: Settings, hub: Hub, loops: [Loop], metrics: Metrics, log: ServerLog
    ) async throws(ListenError) -> (server: PerchServer, bound: [(address: ListenAddress, port: Port)]) {
        let ports = BoundPorts()
        let polls = Polls(loops: loops)
        let router = router(settings, hub: hub, ports: ports, metrics: metrics, log: log, polls: polls)
        var limits = HTTPLimits()
        limits.bodyBytes = settings.bodyBytes
        let http = HTTPServer(
            loops: loops, listeners: settings.listen.map(\.address), limits: limits, admission: { router.admit($0) },
            refusal: { router.refusal(of: $0) }, handler: { await router.answer($0) })
        let bound = try await http.start()
        ports.set(bound.map(\.port))
        return (PerchServer(http: http, polls: polls), zip(bound, settings.listen).map { (address: $0, port: $1.port) })
    }

    static func router(
        _ settings: Settings, hub: Hub, ports: BoundPorts, metrics: Metrics, log: ServerLog, polls: Polls
    ) -> Router {
        let gate = Gate(
            hosts: HostRule(ports: ports, names: settings.hosts), origins: OriginRule(origins: settings.origins),
            keys: settings.keys, failures: FailedAttempts(log: log))
        let seats = ReplaySeats(metrics: metrics)
        let service = DialectService(
            hub: hub, metrics: metrics, seats: seats, allowsDeflate: settings.deflate, predecessors: polls)
        var routes =
            EventsRoutes(
                door: hub.door, log: hub.log, archive: hub.archive, metrics: metrics, bodyBytes: settings.bodyBytes
            ).routes
            + StateRoute(log: hub.log, archive: hub.archive, projector: hub.projector).routes
            + FollowRoutes(
                hub: hub, metrics: metrics, allowsDeflate: settings.deflate, seats: seats
            ).routes
            + OperationsRoutes(
                log: hub.log, projector: hub.projector, metrics: metrics, audience: service.attendance,
                dialects: settings.dialects.filter { !$0.doors.isEmpty }.map { type(of: $0).name }, started: .now
            ).routes
            + DialectRoutes(dialects: settings.dialects, service: service, polls: polls).routes
        let hasPage = routes.contains { $0.method == .get && $0.path == "/" && $0.ports?.contains(.main) ?? true }
        routes += LoginRoutes(keys: settings.keys, gate: gate, home: hasPage ? "/" : "/login").routes
        let roles = PortRoles(settings.listen.map(\.port))
        return Router(routes, ports: roles, gate: gate, metrics: metrics, log: log)
    }

    /// Accepts no more, lets answers finish, closes WebSockets with 1001, and returns when nobody is left.
    public func stop() async {
        await polls.close()
        await http.shutdown()
    }
}
