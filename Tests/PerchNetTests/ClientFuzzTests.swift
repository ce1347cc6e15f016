import Testing

@testable import PerchNet

private let answers: [String] = [
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nT: u\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\u{1}\u{2}rest",
]

/// What a parser made of a connection, cut wherever `next` says.
private struct Outcome: Equatable {
    var status: Int?
    var body: [UInt8] = []
    var isComplete = false
    var error: ClientError?

    init(_ bytes: [UInt8], cutting next: () -> Int) {
        let parser = ResponseParser()
        var rest = bytes[...]
        do throws(ClientError) {
            while !rest.isEmpty, !parser.isComplete {
                let piece = rest.prefix(max(1, next()))
                rest = rest.dropFirst(piece.count)
                try parser.receive(Array(piece))
                body += parser.takeBody()
            }
            try parser.finish()
        } catch { self.error = error }
        status = parser.head?.status.code
        isComplete = parser.isComplete
        // What came before an error depends on where the bytes were cut; nobody gets to rely on it.
        if error != nil { (status, body) = (nil, []) }
    }
}

@Suite struct ClientFuzzTests {
    @Test func `Broken answers never crash the parser, and mean the same however they are cut`() {
        var random = SeededRandom(state: 21)
        for round in 0..<4_000 {
            var bytes = Array(answers[round % answers.count].utf8)
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[place], at: place)
                }
            }
            let whole = Outcome(bytes) { .max }
            #expect(Outcome(bytes) { 1 } == whole)
            #expect(Outcome(bytes) { Int.random(in: 1...20, using: &random) } == whole)
        }
    }

    @Test func `Random streams never crash the event parser, and mean the same however they are cut`() throws {
        var random = SeededRandom(state: 22)
        let alphabet = Array("data: id\r\n\n\revent:retry:1\u{0}".utf8)
        for _ in 0..<4_000 {
            let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            var whole = ServerSentEventParser()
            let events = try whole.receive(bytes)
            var cut = ServerSentEventParser()
            let pieces = try bytes.flatMap { try cut.receive([$0]) }
            #expect(pieces == events)
            #expect(cut.lastID == whole.lastID && cut.retry == whole.retry)
        }
    }

    @Test func `Random extension headers never crash the negotiation`() {
        var random = SeededRandom(state: 23)
        let pieces = [
            "permessage-deflate", ";", ",", "=", "\"", "\\", " ", "server_max_window_bits", "client_max_window_bits",
            "server_no_context_takeover", "9", "15", "16", "x",
        ]
        for _ in 0..<4_000 {
            let header = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            guard let agreement = DeflateAgreement(offers: [header.joined()]) else { continue }
            #expect((9...15).contains(agreement.serverWindowBits))
            #expect(header.contains("permessage-deflate"))
        }
    }
}
