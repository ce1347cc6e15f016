import PerchNet
import PerchSystem
import PerchTesting
import Testing

@Suite struct HTTPTests {
    @Test func `One connection answers many requests`() async throws {
        try await withServer(mirror) { port, _ in
            let client = try BlockingClient(port: port)
            for index in 0..<5 {
                try client.send("GET /\(index) HTTP/1.1\r\nHost: a\r\n\r\n")
                let answer = try client.receiveAnswer()
                #expect(answer.status == 200)
                #expect(answer.text == "GET /\(index) ")
                #expect(answer.names == ["content-type", "content-length", "date"])
            }
        }
    }

    @Test func `Pipelined requests are answered in order, slow ones first`() async throws {
        let slow: @Sendable (Request) async -> Response = { request in
            if request.path == "/slow" { try? await Task.sleep(for: .milliseconds(50)) }
            return await mirror(request)
        }
        try await withServer(slow) { port, _ in
            let client = try BlockingClient(port: port)
            try client.send(
                "GET /slow HTTP/1.1\r\nHost: a\r\n\r\nPOST /two HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET /three HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try client.receiveAnswer().text == "GET /slow ")
            #expect(try client.receiveAnswer().text == "POST /two abc")
            let last = try client.receiveAnswer()
            #expect(last.text == "GET /three ")
            #expect(last.header("connection") == "close")
            #expect(try client.receiveToEnd().isEmpty)
        }
    }

    @Test func `A pipeline far over the bound is answered completely`() async throws {
        try await withServer({ request in
            await Task.yield()
            return await mirror(request)
        }) { port, _ in
            let client = try BlockingClient(port: port)
            let count = 5_000
            let requests = (0..<count).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            let sender = try SystemThread(name: "sender") { try? client.send(requests) }
            for index in 0..<count { #expect(try client.receiveAnswer().text == "GET /\(index) ") }
            sender.join()
        }
    }

    @Test func `A chunked body arrives joined, even byte by byte`() async throws {
        try await withServer(mirror) { port, _ in
            let client = try BlockingClient(port: port)
            let request =
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nTrail: er\r\n\r\n"
            for byte in request.utf8 { try client.send([byte]) }
            #expect(try client.receiveAnswer().text == "POST / hello world")
            try client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.receiveAnswer().text == "GET /next ")
        }
    }

    @Test func `A streamed answer is chunked, and ends the connection for HTTP/1.0`() async throws {
        let stream: @Sendable (Request) async -> Response = { _ in
            Response(
                contentType: "text/plain",
                body: .stream { writer in
                    for word in ["one ", "", "two ", "three"] { try await writer.write(Array(word.utf8)) }
                })
        }
        try await withServer(stream) { port, _ in
            let client = try BlockingClient(port: port)
            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try client.receiveAnswer()
            #expect(answer.header("transfer-encoding") == "chunked")
            #expect(answer.text == "one two three")
            let old = try BlockingClient(port: port)
            try old.send("GET / HTTP/1.0\r\n\r\n")
            let text = try old.receiveTextToEnd()
            #expect(text.hasSuffix("\r\n\r\none two three"))
            #expect(!text.contains("chunked"))
        }
    }

    @Test func `HEAD tells the length and sends no body`() async throws {
        try await withServer(mirror) { port, _ in
            let client = try BlockingClient(port: port)
            try client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.receiveAnswer(toHead: true).header("content-length") == "8")
            #expect(try client.receiveAnswer().text == "GET /x ")
        }
    }

    @Test func `Whoever expects 100 gets it before the body is sent`() async throws {
        try await withServer(mirror) { port, _ in
            let client = try BlockingClient(port: port)
            try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(try client.receiveAnswer().head == "HTTP/1.1 100 Continue\r\n\r\n")
            try client.send("ok")
            #expect(try client.receiveAnswer().text == "POST / ok")
        }
    }

    @Test func `A half-closed client still gets its answer`() async throws {
        try await withServer({ request in
            try? await Task.sleep(for: .milliseconds(20))
            return await mirror(request)
        }) { port, _ in
            let client = try BlockingClient(port: port)
            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            client.finishSending()
            #expect(try client.receiveTextToEnd().hasSuffix("GET / "))
        }
    }

    @Test func `OPTIONS of everything tells the methods`() async throws {
        try await withServer(mirror) { port, _ in
            let client = try BlockingClient(port: port)
            try client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try client.receiveAnswer()
            #expect(answer.status == 204)
            #expect(answer.header("allow") == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
        }
    }
}
