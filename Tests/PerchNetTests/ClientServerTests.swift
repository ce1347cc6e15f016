import PerchNet
import Testing

/// Follows a channel from its beginning.
private final class Follower: WebSocketHandler, EventStreamHandler {
    private let channel: Channel

    init(_ channel: Channel) {
        self.channel = channel
    }

    func opened(_ session: WebSocketSession) { session.attach(channel, at: 0) }
    func opened(_ session: EventStreamSession) { session.attach(channel, at: 0) }
    func message(_ message: IncomingMessage, from session: WebSocketSession) {
        if case .text(let text) = message { session.send(text: text) }
    }
    func lagged(_ channel: Channel, _ session: WebSocketSession) -> LagAnswer { .close }
    func lagged(_ channel: Channel, _ session: EventStreamSession) -> LagAnswer { .close }
    func closed(_ code: CloseCode, reason: String) {}
    func closed() {}
}

@Suite struct ClientServerTests {
    private static let count = 5_000

    /// A server whose `/ws` and `/events` follow these channels, and a loop for clients.
    private func withChannels(
        _ body: (ListenAddress, Loop, Channel, Channel) async throws -> Void
    ) async throws {
        let sockets = Channel(retaining: 64 << 20)
        let events = Channel(retaining: 64 << 20)
        let clients = try Loop(name: "client")
        defer { clients.stop() }
        try await withServer({ request in
            request.path == "/ws"
                ? Response(body: .webSocket(WebSocketStart { _ in Follower(sockets) }))
                : Response(body: .events(EventStreamStart { _ in Follower(events) }))
        }) { port, _ in
            try await body(ListenAddress(host: "127.0.0.1", port: port), clients, sockets, events)
        }
    }

    private func publish(_ sockets: Channel, _ events: Channel) async {
        for number in 0..<Self.count {
            let text = Array(#"{"number":\#(number)}"#.utf8)
            sockets.append(.text, payload: text, tag: Int64(number))
            let event = OutgoingEvent(id: String(number), data: text).encoded
            events.append(EventStreamSession.chunk(event), tag: Int64(number))
            if number % 7 == 0 {
                sockets.publish()
                events.publish()
                await Task.yield()
            }
        }
        sockets.publish()
        events.publish()
    }

    @Test func `A WebSocket client sees every message of a channel once and in order`() async throws {
        try await withChannels { address, loop, sockets, events in
            async let publishing: Void = publish(sockets, events)
            try await WebSocketClient.connect(to: try ClientURL("ws://\(address)/ws"), on: loop) { client in
                for number in 0..<Self.count {
                    let message = try await client.next()
                    #expect(message == .text(#"{"number":\#(number)}"#))
                }
                try await client.send("and back")
                let answer = try await client.next()
                #expect(answer == .text("and back"))
            }
            await publishing
        }
    }

    @Test func `A client of an event stream sees every event once and in order`() async throws {
        try await withChannels { address, loop, sockets, events in
            async let publishing: Void = publish(sockets, events)
            try await HTTPClient(address, on: loop).send(ClientRequest(.get, "/events")) { response in
                #expect(response.headers["content-type"] == "text/event-stream")
                var stream = response.body.events().makeAsyncIterator()
                for number in 0..<Self.count {
                    let event = try await stream.next()
                    #expect(event?.lastID == String(number) && event?.text == #"{"number":\#(number)}"#)
                }
            }
            await publishing
        }
    }
}
