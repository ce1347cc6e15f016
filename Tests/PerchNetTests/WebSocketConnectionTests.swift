import PerchNet
import PerchTesting
import Synchronization
import Testing

/// Echoes, and tells what it hears.
private final class Mirror: WebSocketHandler {
    let heard: Heard

    init(_ heard: Heard) { self.heard = heard }

    func message(_ message: IncomingMessage, from session: WebSocketSession) {
        switch message {
        case .text(Array("bye".utf8)): session.close(.normal, reason: "as you wish")
        case .text(let bytes): session.send(text: bytes)
        case .binary(let bytes): session.send(binary: bytes, compressing: true)
        }
    }

    func closed(_ code: CloseCode, reason: String) { heard.closed(code.rawValue) }
}

/// The close codes handlers were told, awaited rather than polled.
final class Heard: Sendable {
    private let codes: AsyncStream<UInt16>
    private let continuation: AsyncStream<UInt16>.Continuation

    init() { (codes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64)) }

    func closed(_ code: UInt16) { continuation.yield(code) }

    func next() async -> UInt16? {
        var iterator = codes.makeAsyncIterator()
        return await iterator.next()
    }
}

@Suite struct WebSocketConnectionTests {
    private func withMirror(
        _ change: (inout WebSocketStart) -> Void = { _ in },
        _ body: (UInt16, HTTPServer, Heard) async throws -> Void
    ) async throws {
        let heard = Heard()
        var start = WebSocketStart(subprotocols: ["b", "c"], messageBytes: 1_000, allowsDeflate: true) { _ in
            Mirror(heard)
        }
        change(&start)
        let final = start
        try await withServer({ request in
            request.path == "/plain" ? .text("plain") : Response(body: .webSocket(final))
        }) { port, server in try await body(port, server, heard) }
    }

    @Test func `A handshake is answered and messages go both ways`() async throws {
        try await withMirror { port, _, heard in
            let client = try BlockingClient(port: port)
            let answer = try client.openWebSocket(
                fields: "Sec-WebSocket-Protocol: a, c, b\r\nSec-WebSocket-Extensions: permessage-deflate\r\n")
            #expect(answer.status == 101)
            #expect(answer.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(answer.header("sec-websocket-protocol") == "c")
            #expect(answer.header("sec-websocket-extensions")?.hasPrefix("permessage-deflate") == true)
            try client.send(opcode: 1, Array("hello".utf8))
            #expect(try client.receiveFrame() == .init(opcode: 1, payload: Array("hello".utf8)))
            try client.send(opcode: 9, [7])
            #expect(try client.receiveFrame() == .init(opcode: 10, payload: [7]))
            try client.send(opcode: 8, [3, 232])
            #expect(try client.receiveFrame() == .init(opcode: 8, payload: [3, 232]))
            #expect(try client.receiveToEnd().isEmpty)
            #expect(await heard.next() == 1000)
        }
    }

    @Test func `Messages behind the handshake in the same packet are not lost`() async throws {
        try await withMirror { port, _, _ in
            let client = try BlockingClient(port: port)
            let frame: [UInt8] = [0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]
            let head =
                "GET /plain HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\n"
                + "Connection: keep-alive, upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            try client.send(Array(head.utf8) + frame)
            #expect(try client.receiveAnswer().text == "plain")
            #expect(try client.receiveAnswer(toHead: true).status == 101)
            #expect(try client.receiveFrame().text == "hi")
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 426),
        ("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n", 426),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 8\r\n\r\n",
            426
        ),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n",
            400
        ),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: short\r\n\r\n", 400
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", 426
        ),
    ]) func `A handshake that is none is refused`(request: String, status: Int) async throws {
        try await withMirror { port, _, _ in
            let client = try BlockingClient(port: port)
            try client.send(request)
            let text = try client.receiveTextToEnd()
            #expect(text.hasPrefix("HTTP/1.1 \(status) "))
            if request.contains("Version: 8") { #expect(text.contains("sec-websocket-version: 13\r\n")) }
        }
    }

    @Test(arguments: [([UInt8](repeating: 97, count: 1_001), UInt8(1), 1009), ([0xFF], 1, 1007), ([], 3, 1002)])
    func `Whoever breaks a rule is told the code`(payload: [UInt8], opcode: UInt8, code: Int) async throws {
        try await withMirror { port, _, heard in
            let client = try BlockingClient(port: port)
            try client.openWebSocket()
            try client.send(opcode: opcode, payload)
            #expect(try client.receiveFrame().closeCode == code)
            #expect(try client.receiveToEnd().isEmpty)
            #expect(await heard.next().map { Int($0) } == code)
        }
    }

    @Test func `The server's goodbye waits for the client's`() async throws {
        try await withMirror { port, _, heard in
            let client = try BlockingClient(port: port)
            try client.openWebSocket()
            try client.send(opcode: 1, Array("bye".utf8))
            #expect(try client.receiveFrame().closeCode == 1000)
            try client.send(opcode: 1, Array("ignored".utf8))
            try client.send(opcode: 8, [3, 232])
            #expect(try client.receiveToEnd().isEmpty)
            #expect(await heard.next() == 1000)
        }
    }

    @Test func `A lost connection is 1006`() async throws {
        try await withMirror { port, _, heard in
            do {
                let client = try BlockingClient(port: port)
                try client.openWebSocket()
            }
            #expect(await heard.next() == 1006)
        }
    }

    @Test func `A silent client is pinged, and cut when it does not answer`() async throws {
        let change: (inout WebSocketStart) -> Void = { start in
            start.silenceMilliseconds = 60
            start.answerMilliseconds = 60
        }
        try await withMirror(change) { port, _, heard in
            let client = try BlockingClient(port: port)
            try client.openWebSocket()
            #expect(try client.receiveFrame().opcode == 9)
            try client.send(opcode: 10, [])
            #expect(try client.receiveFrame().opcode == 9)
            #expect(try client.receiveToEnd().isEmpty)
            #expect(await heard.next() == 1006)
        }
    }

    @Test func `A server that ends says 1001`() async throws {
        try await withMirror { port, server, heard in
            let client = try BlockingClient(port: port)
            try client.openWebSocket()
            let ended = try aside { await server.shutdown(withinMilliseconds: 5_000) }
            #expect(try client.receiveFrame().closeCode == 1001)
            try client.send(opcode: 8, [3, 233])
            #expect(try client.receiveToEnd().isEmpty)
            await ended.value
            #expect(await heard.next() == 1001)
            #expect(server.connectionCount == 0)
        }
    }
}
