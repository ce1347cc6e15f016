import PerchNet
import Testing

@testable import PerchNet

/// Answers of a server, and what a client makes of them.
private let answers: [(name: String, wire: String, status: Int, body: String?)] = [
    ("a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"),
    ("chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", 200, "hello"),
    ("a trailer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n", 200, "hello"),
    ("the end of the connection", "HTTP/1.1 200 OK\r\n\r\nhello", 200, "hello"),
    ("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"),
    ("no body", "HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
    (
        "an interim answer first",
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno", 404, "no"
    ),
    ("a body cut off", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", 200, nil),
    ("chunks cut off", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", 200, nil),
]

@Suite struct ClientHTTPTests {
    @Test(arguments: answers)
    func `An answer is understood however it is framed`(name: String, wire: String, status: Int, body: String?)
        async throws
    {
        try await withScript({ peer in
            _ = try await peer.read(through: "\r\n\r\n")
            try await peer.write(wire)
        }) { address, loop in
            let client = HTTPClient(address, on: loop)
            try await client.send(ClientRequest(.get, "/")) { response in
                #expect(response.status.code == status)
                do throws(ClientError) {
                    let bytes = try await response.body.collect(upTo: 100)
                    #expect(String(decoding: bytes, as: UTF8.self) == body)
                } catch {
                    #expect(error == .ended && body == nil)
                }
            }
            await client.close()
        }
    }

    @Test func `An answer may come byte by byte`() async throws {
        let wire = "HTTP/1.1 201 Created\r\nX-One: first\r\nX-Two:  second \r\nContent-Length: 2\r\n\r\nok"
        try await withScript({ peer in
            _ = try await peer.read(through: "\r\n\r\n")
            for byte in wire.utf8 {
                try await peer.write([byte], within: 1_000)
                await Task.yield()
            }
        }) { address, loop in
            let answer = try await HTTPClient.with(address, on: loop) { client in
                try await client.fetch(ClientRequest(.get, "/"))
            }
            #expect(answer.status == 201)
            #expect(answer.headers["x-one"] == "first")
            #expect(answer.headers["X-TWO"]?.contains("second") == true)
            #expect(answer.body == Array("ok".utf8))
        }
    }

    @Test func `A request says what it must and no more`() async throws {
        try await withServer({ request in
            .text(
                "\(request.method.rawValue) \(request.path) \(request.query("q") ?? "") \(request.headers["x-a"] ?? "") "
                    + "\(request.headers["content-length"] ?? "none") \(String(decoding: request.body, as: UTF8.self))")
        }) { port, _ in
            let loop = try Loop(name: "client")
            defer { loop.stop() }
            let client = HTTPClient(ListenAddress(host: "localhost", port: port), on: loop)
            let posted = try await client.fetch(
                ClientRequest(.post, "/p?q=1", headers: [("X-A", "b")], body: Array("body".utf8)))
            #expect(String(decoding: posted.body, as: UTF8.self) == "POST /p 1 b 4 body")
            let got = try await client.fetch(ClientRequest(.get, "/g"))
            #expect(String(decoding: got.body, as: UTF8.self) == "GET /g   none ")
            let head = try await client.fetch(ClientRequest(.head, "/h"))
            #expect(head.status == 200 && head.body.isEmpty)
            await client.close()
        }
    }

    @Test func `Requests share a connection, and a large body arrives whole`() async throws {
        try await withServer({ request in .text("\(request.peer.port) \(request.body.count)") }) { port, _ in
            let loop = try Loop(name: "client")
            defer { loop.stop() }
            let client = HTTPClient(ListenAddress(host: "127.0.0.1", port: port), on: loop)
            var answers: Set<String> = []
            for _ in 0..<3 {
                let body = [UInt8](repeating: 7, count: 3 << 20)
                let answer = try await client.fetch(ClientRequest(.post, "/", body: body))
                answers.insert(String(decoding: answer.body, as: UTF8.self))
            }
            #expect(answers.count == 1, "one connection, so one port")
            #expect(answers.first?.hasSuffix(" \(3 << 20)") == true)
            await client.close()
        }
    }

    @Test func `A connection the server has ended is not used again`() async throws {
        try await withScript({ peer in
            try await peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")
        }) { address, loop in
            let client = HTTPClient(address, on: loop)
            for _ in 0..<3 {
                let answer = try await client.fetch(ClientRequest(.get, "/"))
                #expect(answer.body == [0x61])
            }
            await client.close()
        }
    }

    @Test func `An early refusal is heard while the body is still being sent`() async throws {
        var limits = HTTPLimits()
        limits.bodyBytes = 1_000
        try await withServer(limits: limits, mirror) { port, _ in
            let loop = try Loop(name: "client")
            defer { loop.stop() }
            let client = HTTPClient(ListenAddress(host: "127.0.0.1", port: port), on: loop)
            let answer = try await client.fetch(
                ClientRequest(.post, "/", body: [UInt8](repeating: 7, count: 900_000)))
            #expect(answer.status == 413)
            await client.close()
        }
    }

    @Test func `Nobody listening is refused, and the port is told`() async throws {
        let loop = try Loop(name: "client")
        defer { loop.stop() }
        let (socket, port) = try Listener.open(ListenAddress(host: "127.0.0.1", port: 0), probing: true)
        socket.close()
        let address = ListenAddress(host: "127.0.0.1", port: port)
        await #expect(throws: ClientError.refused(address)) {
            try await HTTPClient(address, on: loop).fetch(ClientRequest(.get, "/"))
        }
    }

    @Test func `A name that does not exist is unknown`() async throws {
        let loop = try Loop(name: "client")
        defer { loop.stop() }
        let client = HTTPClient(ListenAddress(host: "no.such.host.invalid", port: 80), on: loop)
        await #expect(throws: ClientError.unknownHost("no.such.host.invalid")) {
            try await client.fetch(ClientRequest(.get, "/"))
        }
    }

    @Test func `A silent server is timed out, before its answer and within it`() async throws {
        try await withScript({ peer in
            let request = try await peer.read(through: "\r\n\r\n")
            if request.contains("/part") { try await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart") }
            _ = try await peer.read(within: 10_000, or: .receiving)
        }) { address, loop in
            var impatient = ClientTimeouts()
            impatient.answer = 60
            await #expect(throws: ClientError.timedOut(.answering)) {
                try await HTTPClient(address, on: loop, timeouts: impatient).fetch(ClientRequest(.get, "/"))
            }
            var steady = ClientTimeouts()
            steady.silence = 60
            await #expect(throws: ClientError.timedOut(.receiving)) {
                try await HTTPClient(address, on: loop, timeouts: steady).fetch(ClientRequest(.get, "/part"))
            }
        }
    }

    @Test func `A cancelled request ends at once`() async throws {
        try await withScript({ peer in _ = try await peer.read(through: "never") }) { address, loop in
            let task = Task { try await HTTPClient(address, on: loop).fetch(ClientRequest(.get, "/")) }
            task.cancel()
            await #expect(throws: ClientError.cancelled) { try await task.value }
        }
    }

    @Test(arguments: [
        ("nonsense\r\n\r\n", ClientError.malformed), ("HTTP/1.1 200 OK\r\nbroken", .ended),
        ("HTTP/1.1 200 OK\r\nX: \(String(repeating: "y", count: 70_000))\r\n\r\n", .tooLarge(64 << 10)),
        ("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n\(String(repeating: "y", count: 101))", .tooLarge(100)),
    ])
    func `An answer out of bounds is an error of its kind`(wire: String, error: ClientError) async throws {
        try await withScript({ peer in try await peer.answer(wire) }) { address, loop in
            await #expect(throws: error) {
                try await HTTPClient(address, on: loop).fetch(ClientRequest(.get, "/"), upTo: 100)
            }
        }
    }

    @Test func `What would break the framing is never sent`() async throws {
        let loop = try Loop(name: "client")
        defer { loop.stop() }
        let client = HTTPClient(ListenAddress(host: "127.0.0.1", port: 1), on: loop)
        let requests = [
            ClientRequest(.get, "/a b"), ClientRequest(.get, "/\r\nX: y"), ClientRequest(.get, ""),
            ClientRequest(.get, "/", headers: [("a b", "c")]), ClientRequest(.get, "/", headers: [("a", "b\r\nc: d")]),
        ]
        for request in requests {
            #expect(throws: ClientError.self) { try request.head(host: client.address) }
        }
    }
}

@Suite struct ClientStreamingTests {
    @Test func `Lines and events come while the answer is still open`() async throws {
        try await withScript({ peer in
            let request = try await peer.read(through: "\r\n\r\n")
            try await peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let pieces =
                request.contains("/lines")
                ? ["{\"a\":1}\n{\"b\"", ":2}\r\n\n", "last"] : ["id: 1\ndata: one\n\ndata: t", "wo\n\n: comment\n\n"]
            for piece in pieces { try await peer.write("\(String(piece.utf8.count, radix: 16))\r\n\(piece)\r\n") }
            if request.contains("/lines") { return try await peer.write("0\r\n\r\n") }
            _ = try await peer.read(within: 10_000, or: .receiving)
        }) { address, loop in
            let client = HTTPClient(address, on: loop)
            try await client.send(ClientRequest(.get, "/lines")) { response in
                var lines: [String] = []
                for try await line in response.body.lines() { lines.append(String(decoding: line, as: UTF8.self)) }
                #expect(lines == [#"{"a":1}"#, #"{"b":2}"#, "last"])
            }
            try await client.send(ClientRequest(.get, "/events")) { response in
                var events = response.body.events().makeAsyncIterator()
                let first = try await events.next()
                let second = try await events.next()
                #expect(first == ServerSentEventParser.Event(type: "message", data: Array("one".utf8), lastID: "1"))
                #expect(second == ServerSentEventParser.Event(type: "message", data: Array("two".utf8), lastID: "1"))
                #expect(events.parser.lastID == "1")
            }
            await client.close()
        }
    }

    @Test func `A line over the limit is refused`() async throws {
        try await withScript({ peer in
            try await peer.answer("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nshort\nmuch too long\n")
        }) { address, loop in
            try await HTTPClient(address, on: loop).send(ClientRequest(.get, "/")) { response in
                var lines = response.body.lines(upTo: 8).makeAsyncIterator()
                await #expect(throws: ClientError.tooLarge(8)) { while try await lines.next() != nil {} }
            }
        }
    }

    @Test func `A reader that takes nothing stops the server`() async throws {
        let total = 64 << 20
        let (stalled, sink) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        try await withScript({ peer in
            try await peer.answer("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let piece = [UInt8](repeating: 1, count: 1 << 20)
            var sent = 0
            // A write that cannot go on within this time proves that nobody takes the bytes.
            while sent < total, (try? await peer.write(piece, within: 200)) != nil { sent += piece.count }
            sink.yield(sent)
        }) { address, loop in
            try await HTTPClient(address, on: loop).send(ClientRequest(.get, "/")) { response in
                var sent = stalled.makeAsyncIterator()
                let count = await sent.next() ?? total
                #expect(response.status == 200 && count < total / 2)
            }
        }
    }
}
