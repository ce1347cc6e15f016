import PerchNet
import PerchTesting
import Testing

@Suite struct StaticFilesTests {
    private func withFiles(_ body: (UInt16, TemporaryFolder) async throws -> Void) async throws {
        let folder = TemporaryFolder()
        folder.makeFolder("web")
        folder.makeFolder("web/sub")
        try folder.write("<p>home</p>", "web/index.html")
        try folder.write("0123456789", "web/digits.txt")
        try folder.write("plain", "web/app.js")
        try folder.write("gzipped", "web/app.js.gz")
        try folder.write("brotlied", "web/app.js.br")
        try folder.write("deep", "web/sub/index.html")
        try folder.write("secret", "secret")
        try folder.write("hidden", "web/.hidden")
        folder.link("web/out", to: "../secret")
        folder.link("web/outside", to: "..")
        let files = try #require(StaticFiles(folder: folder.file("web")))
        try await withServer({ request in
            files.response(to: request) ?? .text("nothing", status: 404)
        }) { port, _ in try await body(port, folder) }
    }

    private func get(_ port: UInt16, _ path: String, _ fields: String = "", method: String = "GET") throws -> HTTPAnswer
    {
        let client = try BlockingClient(port: port)
        try client.send("\(method) \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
        return try client.receiveAnswer(toHead: method == "HEAD")
    }

    @Test func `Files have their types, tags and dates`() async throws {
        try await withFiles { port, _ in
            let home = try get(port, "/")
            #expect(home.text == "<p>home</p>")
            #expect(home.header("content-type") == "text/html; charset=utf-8")
            #expect(home.header("vary") == "accept-encoding")
            #expect(Array(home.names.prefix(2)) == ["content-type", "content-length"])
            #expect(try get(port, "/sub/").text == "deep")
            let tag = try #require(home.header("etag"))
            #expect(tag.hasPrefix("\""))
            #expect(try get(port, "/", "If-None-Match: \"x\", \(tag)\r\n").status == 304)
            #expect(try get(port, "/", "If-None-Match: *\r\n").status == 304)
            #expect(try get(port, "/", "If-None-Match: \"x\"\r\n").status == 200)
            let date = try #require(home.header("last-modified"))
            #expect(try get(port, "/", "If-Modified-Since: \(date)\r\n").status == 304)
            #expect(try get(port, "/", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n").status == 200)
            // The tag decides alone.
            #expect(try get(port, "/", "If-None-Match: \"x\"\r\nIf-Modified-Since: \(date)\r\n").status == 200)
        }
    }

    @Test func `HEAD tells what GET would, without the body`() async throws {
        try await withFiles { port, _ in
            let head = try get(port, "/digits.txt", method: "HEAD")
            #expect(head.header("content-length") == "10")
            #expect(try get(port, "/digits.txt", method: "DELETE").status == 405)
        }
    }

    @Test(
        arguments: [
            ("bytes=0-3", 206, "0123", "bytes 0-3/10"), ("bytes=4-", 206, "456789", "bytes 4-9/10"),
            ("bytes=-3", 206, "789", "bytes 7-9/10"), ("bytes=-99", 206, "0123456789", "bytes 0-9/10"),
            ("bytes=8-99", 206, "89", "bytes 8-9/10"), ("bytes=10-", 416, "", "bytes */10"),
            ("bytes=-0", 416, "", "bytes */10"), ("bytes=99999999999999999999-", 416, "", "bytes */10"),
            ("bytes=3-1", 200, "0123456789", nil), ("bytes=0-1,3-4", 200, "0123456789", nil),
            ("lines=0-1", 200, "0123456789", nil), ("bytes=x-1", 200, "0123456789", nil),
        ] as [(String, Int, String, String?)])
    func `A range is answered with its part`(range: String, status: Int, body: String, content: String?) async throws {
        try await withFiles { port, _ in
            let answer = try get(port, "/digits.txt", "Range: \(range)\r\n")
            #expect(answer.status == status)
            #expect(answer.text == body)
            #expect(answer.header("content-range") == content)
        }
    }

    @Test func `A range of another version is answered with the whole`() async throws {
        try await withFiles { port, _ in
            let tag = try #require(try get(port, "/digits.txt").header("etag"))
            #expect(try get(port, "/digits.txt", "Range: bytes=0-0\r\nIf-Range: \(tag)\r\n").text == "0")
            #expect(try get(port, "/digits.txt", "Range: bytes=0-0\r\nIf-Range: \"old\"\r\n").status == 200)
        }
    }

    @Test(
        arguments: [
            ("", "plain", nil), ("gzip", "gzipped", "gzip"), ("gzip, br", "brotlied", "br"),
            ("br;q=0.5, gzip;q=0.8", "gzipped", "gzip"), ("br;q=0, *", "gzipped", "gzip"),
            ("gzip;q=0", "plain", nil), ("identity, gzip;q=0.5", "plain", nil), ("zstd", "plain", nil),
        ] as [(String, String, String?)])
    func `The most welcome variant is sent`(accepted: String, body: String, coding: String?) async throws {
        try await withFiles { port, _ in
            let field = accepted.isEmpty ? "" : "Accept-Encoding: \(accepted)\r\n"
            let answer = try get(port, "/app.js", field)
            #expect(answer.text == body)
            #expect(answer.header("content-encoding") == coding)
            #expect(answer.header("content-type") == "text/javascript; charset=utf-8")
        }
    }

    @Test(arguments: [
        "/nothing", "/out", "/outside/secret", "/.hidden", "/sub", "/index.html/", "/%2e%2e/secret", "/..%2fsecret",
        "//etc/passwd", "/sub/%2e./%2e./secret", "/digits.txt%00.html",
    ]) func `Nothing outside of the folder is served`(path: String) async throws {
        try await withFiles { port, _ in
            let answer = try get(port, path)
            #expect([400, 404].contains(answer.status))
            #expect(!answer.text.contains("secret"))
        }
    }

    @Test func `A large file arrives whole while others are served`() async throws {
        try await withFiles { port, folder in
            let large = (0..<(6 << 20)).map { UInt8(truncatingIfNeeded: $0 / 251) }
            try folder.write(large, "web/large.bin")
            let slow = try BlockingClient(port: port, receiveBuffer: 4_096)
            try slow.send("GET /large.bin HTTP/1.1\r\nHost: a\r\n\r\nGET /digits.txt HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try get(port, "/digits.txt").text == "0123456789")
            #expect(try slow.receiveAnswer().body == large)
            #expect(try slow.receiveAnswer().text == "0123456789")
        }
    }
}
