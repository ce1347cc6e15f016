import PerchNet
import PerchSystem
import PerchTesting
import Testing

/// Follows a channel from where it stands, and answers a lag as it was told.
private final class Follower: WebSocketHandler {
    let channel: Channel
    let answer: LagAnswer
    let heard: Heard?

    init(_ channel: Channel, answer: LagAnswer = .close, heard: Heard? = nil) {
        (self.channel, self.answer, self.heard) = (channel, answer, heard)
    }

    func opened(_ session: WebSocketSession) {
        session.send(text: "welcome")
        session.attach(channel, at: channel.end)
    }

    func message(_ message: IncomingMessage, from session: WebSocketSession) {
        if case .text(let bytes) = message { session.send(text: bytes) }
    }

    func lagged(_ channel: Channel, _ session: WebSocketSession) -> LagAnswer { answer }
    func closed(_ code: CloseCode, reason: String) { heard?.closed(code.rawValue) }
}

@Suite(.serialized) struct CursorTests {
    private func withChannel(
        retaining bytes: Int = 4 << 20, answer: LagAnswer = .close, limits: HTTPLimits = HTTPLimits(),
        heard: Heard? = nil, _ body: (UInt16, Channel) async throws -> Void
    ) async throws {
        let channel = Channel(retaining: bytes)
        try await withServer(
            limits: limits,
            { _ in
                Response(body: .webSocket(WebSocketStart { _ in Follower(channel, answer: answer, heard: heard) }))
            }
        ) { port, _ in try await body(port, channel) }
    }

    private func follower(_ port: UInt16, receiveBuffer: Int32? = nil) throws -> BlockingClient {
        let client = try BlockingClient(port: port, receiveBuffer: receiveBuffer)
        try client.openWebSocket()
        #expect(try client.receiveFrame().text == "welcome")
        return client
    }

    @Test func `Everyone gets every frame once and in order`() async throws {
        try await withChannel { port, channel in
            let clients = try (0..<20).map { _ in try follower(port) }
            let count = 2_000
            let writer = try SystemThread(name: "writer") {
                for index in 1...count {
                    channel.append(.text, payload: Array("frame \(index)".utf8), tag: Int64(index))
                    if index % 7 == 0 || index == count { channel.publish() }
                }
            }
            for client in clients {
                for index in 1...count { #expect(try client.receiveFrame().text == "frame \(index)") }
            }
            writer.join()
        }
    }

    @Test func `Answers come between whole frames while a channel floods`() async throws {
        try await withChannel(retaining: 64 << 20) { port, channel in
            let client = try follower(port, receiveBuffer: 4_096)
            let payload = [UInt8](repeating: 120, count: 50_000)
            for index in 1...200 {
                channel.append(.binary, payload: payload, tag: Int64(index))
                channel.publish()
            }
            try client.send(opcode: 1, Array("question".utf8))
            var frames = 0
            var answered = false
            while frames < 200 || !answered {
                let frame = try client.receiveFrame()
                if frame.opcode == 1 {
                    #expect(frame.text == "question")
                    answered = true
                } else {
                    #expect(frame.payload.count == payload.count)
                    frames += 1
                }
            }
        }
    }

    @Test func `A stuck client neither delays the others nor grows memory, and is closed`() async throws {
        var limits = HTTPLimits()
        limits.stallMilliseconds = 400
        let heard = Heard()
        try await withChannel(retaining: 1 << 20, limits: limits, heard: heard) { port, channel in
            let quick = try follower(port)
            let stuck = try follower(port, receiveBuffer: 4_096)
            let before = residentBytes()
            let payload = [UInt8](repeating: 120, count: 60_000)
            // 48 MB, while the channel retains one and the kernel buffers a few.
            for index in 1...800 {
                channel.append(.binary, payload: payload, tag: Int64(index))
                channel.publish()
                #expect(try quick.receiveFrame().payload.count == payload.count)
            }
            #expect(residentBytes() - before < 16 << 20)
            #expect(await heard.next() == 1006)
            withExtendedLifetime(stuck) {}
        }
    }

    @Test func `Who lagged gets a snapshot and goes on from there`() async throws {
        let snapshot = FrameEncoder.frame(.text, Array("snapshot".utf8))
        let channel = Channel(retaining: 1 << 20)
        final class Resuming: WebSocketHandler {
            let channel: Channel
            let snapshot: [UInt8]
            init(_ channel: Channel, _ snapshot: [UInt8]) { (self.channel, self.snapshot) = (channel, snapshot) }
            func opened(_ session: WebSocketSession) { session.attach(channel, at: channel.end) }
            func message(_ message: IncomingMessage, from session: WebSocketSession) {}
            func lagged(_ channel: Channel, _ session: WebSocketSession) -> LagAnswer {
                .snapshot(snapshot, at: channel.end)
            }
        }
        try await withServer({ _ in Response(body: .webSocket(WebSocketStart { _ in Resuming(channel, snapshot) })) }) {
            port, _ in
            let client = try BlockingClient(port: port, receiveBuffer: 4_096)
            try client.openWebSocket()
            for index in 1...400 {
                channel.append(.binary, payload: [UInt8](repeating: 1, count: 60_000), tag: Int64(index))
                channel.publish()
            }
            // A snapshot may be of the moment after the news, which then is in it: there is more news until some arrives.
            var tag: Int64 = 400
            var texts: [String] = []
            while texts.last != "news" {
                let frame = try client.receiveFrame()
                guard frame.opcode == 1 else { continue }
                texts.append(frame.text)
                tag += 1
                channel.append(.text, payload: Array("news".utf8), tag: tag)
                channel.publish()
            }
            #expect(texts.first == "snapshot")
            #expect(texts.dropLast().allSatisfy { $0 == "snapshot" })
        }
    }

    @Test func `Who lagged without a snapshot is told to come back`() async throws {
        let heard = Heard()
        try await withChannel(retaining: 1 << 20, heard: heard) { port, channel in
            let client = try follower(port, receiveBuffer: 4_096)
            for index in 1...400 {
                channel.append(.binary, payload: [UInt8](repeating: 1, count: 60_000), tag: Int64(index))
                channel.publish()
            }
            var code: Int?
            while code == nil {
                let frame = try client.receiveFrame()
                if frame.opcode == 8 { code = frame.closeCode }
            }
            #expect(code == 1013)
            try client.send(opcode: 8, [3, 245])
            #expect(await heard.next() == 1013)
        }
    }
}

/// The resident memory of this process.
func residentBytes() -> Int {
    guard let text = try? readText("/proc/self/statm"), let pages = Int(text.split(separator: " ")[1]) else { return 0 }
    return pages * 4_096
}
