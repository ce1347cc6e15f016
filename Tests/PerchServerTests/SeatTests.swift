import PerchDialects
import PerchHub
import PerchLog
import PerchModel
import PerchNet
import Testing

@testable import PerchServer

/// A dialect that has no seats left.
private struct FullDialect: Dialect {
    static let name = "full"

    var doors: [Door] {
        let reception = Reception(Waiting(), seats: Seats(group: "all", count: 0, refusal: "It is full here."))
        return [.events("/full") { _ in reception }]
    }
}

private struct Waiting: Conversation {
    mutating func begin(at now: Timestamp) -> Reaction<[Step]> { .done([.say(Array("hello".utf8))]) }
}

@Suite struct SeatTests {
    private func withServer(_ body: (ListenAddress, Loop) async throws -> Void) async throws {
        let (hubLoop, loop) = (try Loop(name: "test-hub"), try Loop(name: "test-net"))
        let projector = Projector(loop: hubLoop)
        let log = MemoryEventLog(onCommit: { projector.deliver($0) })
        let hub = Hub(log: log, projector: projector, patience: PresenceWatch.Patience())
        try await hub.start()
        let here = ListenAddress(host: "127.0.0.1", port: 0)
        var settings = try PerchServer.Settings(listen: [(address: here, port: .main)], keys: Keyring())
        settings.dialects = [FullDialect()]
        let (server, bound) = try await PerchServer.start(
            settings, hub: hub, loops: [loop], metrics: Metrics(), log: ServerLog(least: .error, write: { _ in }))
        try await body(try #require(bound.first?.address), loop)
        await server.stop()
        await hub.stop()
        await log.close()
        loop.stop()
        hubLoop.stop()
    }

    @Test func `Who finds no seat at an event stream is told so by an error, and the stream ends`() async throws {
        try await withServer { address, loop in
            try await HTTPClient.with(address, on: loop) { client in
                try await client.send(ClientRequest(.get, "/full")) { response in
                    var events = response.body.events().makeAsyncIterator()
                    let event = try #require(try await events.next())
                    #expect(event.type == "error")
                    #expect(event.text.contains(#""code":"too_many_clients""#))
                    #expect(event.text.contains("It is full here."))
                    #expect(try await events.next() == nil)
                }
            }
        }
    }
}
