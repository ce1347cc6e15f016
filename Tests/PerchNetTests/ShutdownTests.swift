import PerchNet
import PerchTesting
import Testing

@Suite struct ShutdownTests {
    /// A handler that says when it runs and waits until it may answer.
    private struct Held: Sendable {
        let began = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let release = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

        @Sendable func handle(_ request: Request) async -> Response {
            began.continuation.yield()
            var iterator = release.stream.makeAsyncIterator()
            await iterator.next()
            return await mirror(request)
        }

        func untilBegun() async {
            var iterator = began.stream.makeAsyncIterator()
            await iterator.next()
        }
    }

    @Test func `An answer under way is finished, an idle connection closed, and nobody new let in`() async throws {
        let held = Held()
        try await withServer(held.handle) { port, server in
            let idle = try BlockingClient(port: port)
            let busy = try BlockingClient(port: port)
            try busy.send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n")
            await held.untilBegun()
            let ended = try aside { await server.shutdown(withinMilliseconds: 10_000) }
            #expect(try idle.receiveToEnd().isEmpty)
            #expect(throws: BlockingClient.Failure.self) { _ = try BlockingClient(port: port) }
            held.release.continuation.yield()
            let answer = try busy.receiveAnswer()
            #expect(answer.text == "GET /busy ")
            #expect(answer.header("connection") == "close")
            #expect(try busy.receiveToEnd().isEmpty)
            await ended.value
            #expect(server.connectionCount == 0)
        }
    }

    @Test func `Who does not end in time is cut`() async throws {
        let held = Held()
        try await withServer(held.handle) { port, server in
            let busy = try BlockingClient(port: port)
            try busy.send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n")
            await held.untilBegun()
            let ended = try aside { await server.shutdown(withinMilliseconds: 50) }
            #expect(try busy.receiveToEnd().isEmpty)
            await ended.value
            held.release.continuation.yield()
        }
    }
}
