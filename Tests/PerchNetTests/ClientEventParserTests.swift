import PerchNet
import Testing

private struct Expected: Equatable, Sendable {
    var type = "message"
    var data: String
    var id = ""
}

/// Streams and their events, after the rules and examples of the HTML standard, 9.2.6.
private let streams: [(stream: String, events: [Expected])] = [
    ("data: a\n\n", [Expected(data: "a")]),
    ("data: a\r\rdata: b\r\n\r\n", [Expected(data: "a"), Expected(data: "b")]),
    ("data:a\ndata:  b\n\n", [Expected(data: "a\n b")]),
    ("data: YHOO\ndata: +2\ndata: 10\n\n", [Expected(data: "YHOO\n+2\n10")]),
    (
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        [Expected(data: "first event", id: "1"), Expected(data: "second event"), Expected(data: " third event")]
    ),
    ("data\n\ndata\ndata\n\ndata:", [Expected(data: ""), Expected(data: "\n")]),
    ("data:test\n\ndata: test\n\n", [Expected(data: "test"), Expected(data: "test")]),
    ("event: add\ndata: 73\n\nevent: gone\n\ndata: 1\n\n", [Expected(type: "add", data: "73"), Expected(data: "1")]),
    ("id: 1\ndata: a\n\nid: 2\u{0}\ndata: b\n\n", [Expected(data: "a", id: "1"), Expected(data: "b", id: "1")]),
    ("\u{FEFF}data: a\n\n\u{FEFF}data: b\n\n", [Expected(data: "a")]),
    ("unknown: x\nDATA: y\n:c\ndata: a:b\n\n", [Expected(data: "a:b")]),
    ("id: 5\n\ndata: later\n\n", [Expected(data: "later", id: "5")]),
    ("data: cut off", []),
    ("data: cut off\n", []),
]

@Suite struct ClientEventParserTests {
    @Test(arguments: streams)
    private func `A stream has the same events however it is cut`(stream: String, events: [Expected]) throws {
        let bytes = Array(stream.utf8)
        for size in [1, 2, 3, 5, bytes.count] {
            var parser = ServerSentEventParser()
            var seen: [Expected] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                for event in try parser.receive(Array(bytes[start..<min(start + size, bytes.count)])) {
                    seen.append(Expected(type: event.type, data: event.text, id: event.lastID))
                }
            }
            #expect(seen == events)
        }
    }

    @Test func `The time to wait is a number or ignored`() throws {
        var parser = ServerSentEventParser()
        _ = try parser.receive(Array("retry: soon\n\n".utf8))
        #expect(parser.retry == nil)
        _ = try parser.receive(Array("retry: 1500\nretry:\nretry: -1\n\n".utf8))
        #expect(parser.retry == 1500)
    }

    @Test func `A resumed stream keeps its id`() throws {
        var parser = ServerSentEventParser(lastID: "41")
        #expect(try parser.receive(Array("data: a\n\n".utf8)).map(\.lastID) == ["41"])
    }

    @Test(arguments: ["data: 0123456789", "data:0123456\ndata:789abcd\n\n"])
    func `A line or an event over the limit is refused`(stream: String) {
        #expect(throws: ClientError.tooLarge(12)) {
            var parser = ServerSentEventParser(limit: 12)
            _ = try parser.receive(Array(stream.utf8))
        }
    }
}
