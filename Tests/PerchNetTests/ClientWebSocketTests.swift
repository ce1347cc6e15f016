import Testing

@testable import PerchNet

/// The server's end of a WebSocket in a script.
private struct ScriptPeer: Sendable {
    let stream: ClientStream

    /// Reads the handshake and answers it.
    init(_ stream: ClientStream, and more: [UInt8] = []) async throws(ClientError) {
        let request = try await stream.read(through: "\r\n\r\n")
        let lines = request.split(separator: "\r\n")
        let key = lines.first { $0.hasPrefix("sec-websocket-key: ") }?.dropFirst(19) ?? ""
        let answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: \(WebSocketHandshake.accept(for: String(key)))\r\n\r\n"
        try await stream.write(Array(answer.utf8) + more, within: 1_000)
        self.stream = stream
    }

    func send(_ opcode: WebSocketOpcode, _ payload: [UInt8]) async throws(ClientError) {
        try await stream.write(FrameEncoder.frame(opcode, payload), within: 10_000)
    }

    /// Hands on what the client says until that is false or the client has closed, which is answered.
    func listen(_ heard: (WebSocketAction) async throws -> Bool) async throws {
        var machine = WebSocketMachine(role: .server, messageLimit: 4 << 20, pool: WebSocketPool())
        while let bytes = try await stream.read(within: 10_000, or: .receiving) {
            for action in machine.receive(bytes) {
                guard try await heard(action) else { return }
                guard case .close = action else { continue }
                return try await send(.close, FrameEncoder.closePayload(.normal, reason: ""))
            }
        }
    }
}

@Suite struct ClientWebSocketTests {
    private func url(_ address: ListenAddress) throws -> ClientURL { try ClientURL("ws://\(address)/live") }

    @Test func `Messages go both ways, small and large`() async throws {
        try await withScript({ stream in
            let peer = try await ScriptPeer(stream)
            try await peer.listen { action in
                if case .message(let opcode, let payload) = action { try await peer.send(opcode, payload) }
                return true
            }
        }) { address, loop in
            let large = [UInt8](repeating: 0x55, count: 3 << 20)
            try await WebSocketClient.connect(to: try url(address), on: loop) { client in
                try await client.send("hello")
                try await client.send(.binary, large)
                try await client.send("")
                var messages: [WebSocketClient.Message] = []
                for try await message in client.messages {
                    messages.append(message)
                    if messages.count == 3 { break }
                }
                #expect(messages == [.text("hello"), .binary(large), .text("")])
            }
        }
    }

    @Test func `What comes right behind the handshake is not lost, and a proper close ends the messages`() async throws
    {
        try await withScript({ stream in
            let close = FrameEncoder.frame(.close, FrameEncoder.closePayload(.goingAway, reason: "bye"))
            let peer = try await ScriptPeer(stream, and: FrameEncoder.frame(.text, Array("first".utf8)) + close)
            try await peer.listen { _ in true }
        }) { address, loop in
            try await WebSocketClient.connect(to: try url(address), on: loop) { client in
                let first = try await client.next()
                #expect(first == .text("first"))
                let last = try await client.next()
                #expect(last == nil)
                let closing = await client.closing
                #expect(closing?.code == .goingAway && closing?.reason == "bye")
                await #expect(throws: ClientError.closed) { try await client.send("late") }
            }
        }
    }

    @Test func `A ping is answered while nobody asks for messages`() async throws {
        let (pongs, sink) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingNewest(1))
        try await withScript({ stream in
            let peer = try await ScriptPeer(stream)
            try await peer.send(.ping, [1, 2, 3])
            try await peer.listen { action in
                if case .pong(let payload) = action { sink.yield(payload) }
                return true
            }
        }) { address, loop in
            try await WebSocketClient.connect(to: try url(address), on: loop) { _ in
                var answers = pongs.makeAsyncIterator()
                #expect(await answers.next() == [1, 2, 3])
            }
        }
    }

    @Test func `A silent server is asked once and then given up`() async throws {
        let (pings, sink) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(4))
        try await withScript({ stream in
            let peer = try await ScriptPeer(stream)
            try await peer.listen { action in
                if case .ping = action { sink.yield(1) }
                return true
            }
            sink.finish()
        }) { address, loop in
            var options = WebSocketClientOptions()
            options.heartbeat = 40
            try await WebSocketClient.connect(to: try url(address), on: loop, options: options) { client in
                await #expect(throws: ClientError.timedOut(.receiving)) { try await client.next() }
                var asked = pings.makeAsyncIterator()
                #expect(await asked.next() == 1)
            }
        }
    }

    @Test(arguments: [
        (TestFrame(opcode: 1, payload: [0x61]).bytes, CloseCode.protocolError),
        (TestFrame(opcode: 1, payload: [0xFF], mask: nil).bytes, .invalidPayload),
        (TestFrame(opcode: 2, mask: nil, claimedLength: 1 << 40).bytes, .messageTooBig),
    ])
    func `A server that breaks the rules is told and left`(frame: [UInt8], code: CloseCode) async throws {
        let (closes, sink) = AsyncStream.makeStream(of: CloseCode?.self, bufferingPolicy: .bufferingNewest(1))
        try await withScript({ stream in
            let peer = try await ScriptPeer(stream, and: FrameEncoder.frame(.text, []) + frame)
            try await peer.listen { action in
                if case .close(let code, _) = action { sink.yield(code) }
                return true
            }
        }) { address, loop in
            try await WebSocketClient.connect(to: try url(address), on: loop) { client in
                let first = try await client.next()
                #expect(first == .text(""))
                await #expect { try await client.next() } throws: { error in
                    guard case .protocolError(let told, _) = error as? ClientError else { return false }
                    return told == code
                }
                var heard = closes.makeAsyncIterator()
                #expect(await heard.next() == code)
            }
        }
    }

    /// What may stand right behind the handshake, and how the messages end then; nil for properly.
    private static let ends: [(bytes: [UInt8], code: CloseCode?)] = [
        (FrameEncoder.frame(.close, FrameEncoder.closePayload(.normal, reason: "")), nil),
        (TestFrame(opcode: 1, payload: [0x61]).bytes, .protocolError),
        (TestFrame(opcode: 1, mask: nil, claimedLength: 1 << 62).bytes, .messageTooBig),
    ]

    @Test(arguments: ends)
    func `An end that comes with the handshake is told, whoever is there first`(
        bytes: [UInt8], code: CloseCode?
    ) async throws {
        try await withScript({ stream in _ = try await ScriptPeer(stream, and: bytes) }) { address, loop in
            for _ in 0..<100 {
                let told = try await WebSocketClient.connect(to: try url(address), on: loop) { client in
                    do throws(ClientError) { return try await client.next() == nil ? CloseCode?.none : .normal } catch {
                        guard case .protocolError(let told, _) = error else { throw error }
                        return told
                    }
                }
                #expect(told == code)
            }
        }
    }

    @Test func `A connection that is lost with the handshake is told, whoever is there first`() async throws {
        try await withScript({ stream in _ = try await ScriptPeer(stream) }) { address, loop in
            for _ in 0..<100 {
                await #expect(throws: ClientError.ended) {
                    try await WebSocketClient.connect(to: try url(address), on: loop) { try await $0.next() }
                }
            }
        }
    }

    @Test func `A lost connection is told after the messages before it`() async throws {
        try await withScript({ stream in
            _ = try await ScriptPeer(stream, and: FrameEncoder.frame(.text, [0x61]))
        }) { address, loop in
            try await WebSocketClient.connect(to: try url(address), on: loop) { client in
                let first = try await client.next()
                #expect(first == .text("a"))
                await #expect(throws: ClientError.ended) { try await client.next() }
            }
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200),
        ("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n", 101),
    ])
    func `A server that does not switch is told apart`(answer: String, status: Int) async throws {
        try await withScript({ stream in try await stream.answer(answer) }) { address, loop in
            await #expect(throws: ClientError.notUpgraded(HTTPStatus(status))) {
                try await WebSocketClient.connect(to: try url(address), on: loop) { _ in }
            }
        }
    }

    @Test func `A reader that falls behind stops the server, and then gets everything`() async throws {
        let count = 400
        let payload = [UInt8](repeating: 0x61, count: 100_000)
        let (stalled, sink) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        try await withScript({ stream in
            let peer = try await ScriptPeer(stream)
            for number in 0..<count {
                // A write that takes this long proves that nobody takes the bytes.
                let alarm = Task {
                    try await Task.sleep(for: .milliseconds(250))
                    sink.yield(number)
                }
                try await peer.send(.binary, payload)
                alarm.cancel()
            }
            sink.yield(count)
            try await peer.listen { _ in true }
        }) { address, loop in
            try await WebSocketClient.connect(to: try url(address), on: loop) { client in
                var marks = stalled.makeAsyncIterator()
                let mark = await marks.next() ?? count
                #expect(mark < count, "the server could go on without bound")
                var bytes = 0
                for _ in 0..<count {
                    if case .binary(let piece) = try await client.next() { bytes += piece.count }
                }
                #expect(bytes == count * payload.count)
            }
        }
    }

    @Test func `A cancelled reader stops waiting`() async throws {
        try await withScript({ stream in
            let peer = try await ScriptPeer(stream)
            try await peer.listen { _ in true }
        }) { address, loop in
            try await WebSocketClient.connect(to: try url(address), on: loop) { client in
                let reader = Task { try await client.next() }
                reader.cancel()
                await #expect(throws: ClientError.cancelled) { try await reader.value }
            }
        }
    }
}
