import PerchNet
import PerchTesting
import Testing

@Suite struct HTTPRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let request: String
        let status: Int
        var testDescription: String { name }

        init(_ name: String, _ request: String, _ status: Int) {
            (self.name, self.request, self.status) = (name, request, status)
        }
    }

    /// What a proxy in front could read differently, and what is simply wrong; each ends the connection.
    static let cases = [
        Case(
            "length and coding",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        Case(
            "coding and length",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400),
        Case("two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
        Case(
            "the same length twice", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
            400),
        Case("a list of lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\na", 400),
        Case("a signed length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na", 400),
        Case("a negative length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\na", 400),
        Case("a hexadecimal length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\na", 400),
        Case(
            "a length beyond numbers", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400
        ),
        Case("an empty length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n", 400),
        Case(
            "an unknown coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        Case("a misspelt coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
        Case(
            "chunked not last", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
            400),
        Case(
            "chunked twice",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400),
        Case("a coding in HTTP/1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        Case("a blank before the colon", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 1\r\n\r\na", 400),
        Case("a folded field", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", 400),
        Case("a first field that is folded", "GET / HTTP/1.1\r\n X: a\r\nHost: a\r\n\r\n", 400),
        Case("a bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400),
        Case("a bare LF after a field", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400),
        Case("a bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400),
        Case("a bare CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400),
        Case("a NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 400),
        Case("a NUL in the target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("a field without a colon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", 400),
        Case("a field without a name", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", 400),
        Case("no host", "GET / HTTP/1.1\r\n\r\n", 400),
        Case("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        Case("a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        Case("a host with a name before it", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400),
        Case(
            "a chunk size that is none", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n",
            400),
        Case("an empty chunk size", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\r\n\r\n", 400),
        Case(
            "a negative chunk size", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", 400),
        Case(
            "a chunk size with 0x",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n", 400),
        Case(
            "a chunk size beyond numbers",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\na\r\n", 400),
        Case(
            "a bare LF after a chunk size",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n", 400),
        Case(
            "a chunk longer than its size",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", 400),
        Case(
            "a bare LF after chunk data",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\n0\r\n\r\n", 400),
        Case(
            "a bare LF in the trailer",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\n\r\n", 400),
        Case(
            "a bare LF in an extension",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;\na\r\n0\r\n\r\n", 400),
        Case("leaving the root", "GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("leaving the root, escaped", "GET /%2e%2E/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("leaving the root by an escaped slash", "GET /a/..%2fb HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("an escaped NUL", "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("half an escape", "GET /%2 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("an escape that is not UTF-8", "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("a target without a slash", "GET foo HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("everything, but not OPTIONS", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("a fragment", "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        Case("no version", "GET /\r\nHost: a\r\n\r\n", 400),
        Case("another version", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        Case("an unknown method", "FROB / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        Case("a method of another protocol", "PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        Case("TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        Case("CONNECT", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        Case("an unknown expectation", "POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nContent-Length: 1\r\n\r\n", 417),
        Case("TLS", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\r\n\r\n", 400),
        Case("a long request line", "GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        Case("a request line without end", "GET /\(String(repeating: "a", count: 9_000))", 414),
        Case("a long field", "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 40_000))\r\n\r\n", 431),
        Case("fields without end", "GET / HTTP/1.1\r\n\(String(repeating: "X: a\r\n", count: 101))", 431),
        Case("a body over the limit", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 16777217\r\n\r\n", 413),
    ]

    @Test(arguments: cases) func `What is not proper is refused and ends the connection`(_ given: Case) async throws {
        try await withServer(mirror) { port, _ in
            let client = try BlockingClient(port: port)
            // What follows would be smuggled, were the connection not ended.
            try client.send(given.request + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
            let text = try client.receiveTextToEnd()
            #expect(text.hasPrefix("HTTP/1.1 \(given.status) "))
            #expect(text.contains("\r\nconnection: close\r\n"))
            #expect(!text.contains("smuggled"))
            #expect(text.components(of: "HTTP/1.1 ") == 1)
        }
    }

    static let proper = [
        Case("an absolute target", "GET http://b/x?y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 200),
        Case("an empty line first", "\r\nGET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 200),
        Case("an escaped path", "GET /%78 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 200),
        Case("HTTP/1.0 without a host", "GET /x HTTP/1.0\r\n\r\n", 200),
        Case("dots in a name", "GET /x HTTP/1.1\r\nHost: a\r\nX: ..\r\nConnection: close\r\n\r\n", 200),
        Case(
            "a declined upgrade", "GET /x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n",
            200),
    ]

    @Test(arguments: proper) func `What is proper is answered`(_ given: Case) async throws {
        try await withServer(mirror) { port, _ in
            let client = try BlockingClient(port: port)
            try client.send(given.request)
            let text = try client.receiveTextToEnd()
            #expect(text.hasPrefix("HTTP/1.1 200 "))
            #expect(text.hasSuffix("\r\n\r\nGET /x "))
        }
    }

    @Test func `A chunked body over its route's limit is refused while it comes`() async throws {
        let admission: @Sendable (Request) -> Admission = { request in
            request.path == "/small" ? .accept(bodyBytes: 4) : .refuse(.text("no entry", status: 403))
        }
        try await withServer(admission: admission, mirror) { port, _ in
            let client = try BlockingClient(port: port)
            try client.send(
                "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n0\r\n\r\n")
            #expect(try client.receiveAnswer().text == "POST /small four")
            try client.send(
                "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n2\r\nmo\r\n")
            #expect(try client.receiveAnswer().status == 413)
            let other = try BlockingClient(port: port)
            try other.send("POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
            #expect(try other.receiveTextToEnd().hasPrefix("HTTP/1.1 403 "))
        }
    }
}

extension String {
    func components(of mark: String) -> Int { ranges(of: mark).count }
}
