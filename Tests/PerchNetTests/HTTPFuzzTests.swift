import PerchNet
import PerchTesting
import Testing

/// A small generator of random numbers that gives the same ones for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

@Suite struct HTTPFuzzTests {
    private static let seeds = [
        "GET /a/b?c=d HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n",
        "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET /next HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /y HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;e=1\r\nhello\r\n0\r\nT: v\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nHEAD /h HTTP/1.1\r\nHost: a\r\n\r\n",
    ].map { Array($0.utf8) }

    private static let pieces: [[UInt8]] = [
        "\r\n", "\n", "\r", " ", "\t", ":", "\0", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n",
        "0\r\n\r\n",
        "Host: b\r\n", "%2e%2e/", "ffffffff", "Expect: 100-continue\r\n", "HTTP/1.0", ";", ",",
    ].map { Array($0.utf8) }

    private func mutated(_ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Self.seeds.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes.insert(contentsOf: Self.pieces.randomElement(using: &generator) ?? [], at: place)
            case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 2 where place < bytes.count: bytes.remove(at: place)
            case 3: bytes.removeLast(min(bytes.count, Int.random(in: 0...8, using: &generator)))
            default: bytes.insert(contentsOf: bytes.suffix(20), at: place)
            }
        }
        return bytes
    }

    /// Everything answered, without the dates.
    private func answers(_ port: UInt16, _ pieces: [ArraySlice<UInt8>]) throws -> [Substring] {
        let client = try BlockingClient(port: port)
        for piece in pieces { try client.send(Array(piece)) }
        client.finishSending()
        return try client.receiveTextToEnd().split(separator: "\r\n").filter { !$0.hasPrefix("date:") }
    }

    @Test func `However its bytes are cut, a stream of requests is answered the same`() async throws {
        try await withServer(mirror) { port, server in
            var generator = SeededGenerator(seed: 20_260_502)
            for _ in 0..<600 {
                let bytes = mutated(&generator)
                var cuts = (0..<4).map { _ in Int.random(in: 0...bytes.count, using: &generator) }.sorted()
                cuts.append(bytes.count)
                var start = 0
                var parts: [ArraySlice<UInt8>] = []
                for cut in cuts {
                    parts.append(bytes[start..<cut])
                    start = cut
                }
                let whole = try answers(port, [bytes[...]])
                let cut = try answers(port, parts)
                #expect(whole == cut, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
            }
        }
    }
}
