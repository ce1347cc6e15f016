import PerchHub
import PerchJSON
import PerchLog
import PerchModel
import PerchNet
import PerchTesting
import Testing

@testable import PerchServer

/// A router over a hub with its log in memory: everything behind the sockets.
struct TestHouse {
    let router: Router
    let hub: Hub
    let polls: Polls
    private let loop: Loop

    init(
        _ change: (inout PerchServer.Settings) throws -> Void = { _ in }, polls limits: PollLimits = PollLimits(),
        log write: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        let loop = try Loop(name: "test-house")
        let projector = Projector(loop: loop)
        let log = MemoryEventLog(onCommit: { projector.deliver($0) })
        hub = Hub(log: log, projector: projector, patience: PresenceWatch.Patience())
        self.loop = loop
        polls = Polls(loops: [loop], limits: limits)
        try await hub.start()
        var settings = try PerchServer.Settings(listen: [], keys: Keyring())
        try change(&settings)
        router = PerchServer.router(
            settings, hub: hub, ports: BoundPorts(), metrics: Metrics(), log: ServerLog(least: .debug, write: write),
            polls: polls)
    }

    /// What a request without a wire is answered.
    func ask(
        _ method: HTTPMethod, _ target: String, _ headers: [(name: String, value: String)] = [], _ body: String = ""
    ) async throws -> Asked {
        let request = try #require(
            Request(
                method: method, target: target, headers: [(name: "host", value: "localhost")] + headers,
                body: Array(body.utf8)))
        return Asked(response: await router.answer(request))
    }

    /// Appends events that say nothing.
    func post(_ count: Int) async throws {
        _ = try await hub.log.append(Entries.entries(count), mark: nil)
    }

    func end() async {
        await polls.close()
        await hub.stop()
        await hub.log.close()
        loop.stop()
    }
}

/// An answer as a test looks at it.
struct Asked {
    let response: Response

    var status: Int { response.status.code }

    var text: String {
        if case .bytes(let bytes) = response.body { String(decoding: bytes, as: UTF8.self) } else { "" }
    }

    func header(_ name: String) -> String? {
        response.headers.first { $0.name == name }?.value
    }

    /// The code and the parameter of a refusal.
    func refusal() throws -> (code: String, parameter: String?) {
        let parser = JSONParser()
        let error = try parser.parse(Array(text.utf8)).object().requiredObject("error")
        return (try error.requiredString("code"), try error.string("parameter"))
    }
}
