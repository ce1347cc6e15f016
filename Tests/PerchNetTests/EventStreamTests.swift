import PerchNet
import PerchTesting
import Testing

private final class Ticker: EventStreamHandler {
    let channel: Channel
    let heard: Heard
    init(_ channel: Channel, _ heard: Heard) { (self.channel, self.heard) = (channel, heard) }

    func opened(_ session: EventStreamSession) {
        session.send(OutgoingEvent(id: "1", event: "hello", data: Array("a\nb".utf8)))
        session.attach(channel, at: channel.end)
    }

    func closed() { heard.closed(0) }
}

@Suite struct EventStreamTests {
    @Test(arguments: [
        (OutgoingEvent(data: []), "data: \n\n"),
        (
            OutgoingEvent(id: "7", event: "e", data: Array("x".utf8), retry: 5),
            "id: 7\nevent: e\nretry: 5\ndata: x\n\n"
        ),
        (OutgoingEvent(data: Array("a\r\nb\rc\n".utf8)), "data: a\ndata: b\ndata: c\ndata: \n\n"),
        (OutgoingEvent(id: "7\ndata: evil", data: [0x31]), "id: 7data: evil\ndata: 1\n\n"),
    ]) func `An event is framed line by line`(event: OutgoingEvent, text: String) {
        #expect(String(decoding: event.encoded, as: UTF8.self) == text)
    }

    @Test func `A stream begins with its retry, follows its channel and keeps awake`() async throws {
        let channel = Channel()
        let heard = Heard()
        let start = EventStreamStart(
            headers: [("x-start", "earliest")], retryMilliseconds: 1_500, keepAliveMilliseconds: 40
        ) { _ in Ticker(channel, heard) }
        try await withServer({ _ in Response(body: .events(start)) }) { port, server in
            do {
                let client = try BlockingClient(port: port)
                try client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n")
                let head = try client.receiveAnswer(toHead: true)
                #expect(head.header("content-type") == "text/event-stream")
                #expect(head.header("cache-control") == "no-store")
                #expect(head.header("x-start") == "earliest")
                #expect(try client.receive(through: "\n\n") == "retry: 1500\n\n")
                #expect(try client.receive(through: "\n\n") == "id: 1\nevent: hello\ndata: a\ndata: b\n\n")
                channel.append(OutgoingEvent(id: "2", data: [0x78]).encoded, tag: 2)
                channel.publish()
                #expect(try client.receive(through: "x\n\n").hasSuffix("id: 2\ndata: x\n\n"))
                #expect(try client.receive(through: "\n\n") == ":\n\n")
            }
            #expect(await heard.next() == 0)
            #expect(channel.isIdle)
        }
    }

    @Test func `A client of HTTP 1.1 is sent chunks of whole events, and the end of them`() async throws {
        let channel = Channel()
        let start = EventStreamStart(retryMilliseconds: 5) { _ in Ticker(channel, Heard()) }
        try await withServer({ _ in Response(headers: [("x-own", "1")], body: .events(start)) }) { port, server in
            let client = try BlockingClient(port: port)
            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try client.receiveAnswer(toHead: true)
            #expect(head.header("transfer-encoding") == "chunked")
            #expect(head.header("x-own") == "1")
            #expect(try client.receive(through: "\n\n\r\n") == "a\r\nretry: 5\n\n\r\n")
            #expect(try client.receive(through: "\n\n\r\n") == "24\r\nid: 1\nevent: hello\ndata: a\ndata: b\n\n\r\n")
            channel.append(EventStreamSession.chunk(OutgoingEvent(data: [0x78]).encoded), tag: 2)
            channel.publish()
            #expect(try client.receive(through: "\n\n\r\n") == "9\r\ndata: x\n\n\r\n")
            async let stopped: Void = server.shutdown()
            #expect(try client.receiveTextToEnd() == "0\r\n\r\n")
            await stopped
        }
    }

    @Test func `A server that ends lets the stream end cleanly`() async throws {
        let channel = Channel()
        let start = EventStreamStart { _ in Ticker(channel, Heard()) }
        try await withServer({ _ in Response(body: .events(start)) }) { port, server in
            let client = try BlockingClient(port: port)
            try client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n")
            _ = try client.receive(through: "data: b\n\n")
            let ended = try aside { await server.shutdown(withinMilliseconds: 5_000) }
            #expect(try client.receiveToEnd().isEmpty)
            await ended.value
        }
    }
}
