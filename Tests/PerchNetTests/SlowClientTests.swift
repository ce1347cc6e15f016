import PerchNet
import PerchSystem
import PerchTesting
import Testing

@Suite(.serialized) struct SlowClientTests {
    private var hasty: HTTPLimits {
        var limits = HTTPLimits()
        limits.headMilliseconds = 150
        limits.bodyMilliseconds = 150
        limits.idleMilliseconds = 150
        limits.stallMilliseconds = 200
        return limits
    }

    @Test func `A head that does not end is answered 408`() async throws {
        try await withServer(limits: hasty, mirror) { port, _ in
            let client = try BlockingClient(port: port)
            try client.send("GET / HTTP/1.1\r\nHost")
            #expect(try client.receiveTextToEnd().hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test func `A body that makes no progress is answered 408`() async throws {
        try await withServer(limits: hasty, mirror) { port, _ in
            let client = try BlockingClient(port: port)
            try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")
            #expect(try client.receiveTextToEnd().hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test func `A silent connection is closed without a word`() async throws {
        try await withServer(limits: hasty, mirror) { port, _ in
            let never = try BlockingClient(port: port)
            #expect(try never.receiveToEnd().isEmpty)
            let once = try BlockingClient(port: port)
            try once.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try once.receiveAnswer().status == 200)
            #expect(try once.receiveToEnd().isEmpty)
        }
    }

    @Test func `Two hundred slow heads delay nobody`() async throws {
        try await withServer(mirror) { port, server in
            let slow = try (0..<200).map { _ in try BlockingClient(port: port) }
            for client in slow { try client.send("GET / HTTP/1.1\r\nX-") }
            let began = SystemClock.monotonicNanoseconds()
            let quick = try BlockingClient(port: port)
            for _ in 0..<20 {
                for client in slow { try client.send("a") }
                try quick.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try quick.receiveAnswer().status == 200)
            }
            #expect(SystemClock.monotonicNanoseconds() - began < 5_000_000_000)
            #expect(server.connectionCount == 201)
        }
    }

    @Test func `Whoever reads nothing of an answer is closed`() async throws {
        let flood: @Sendable (Request) async -> Response = { _ in
            Response(
                body: .stream { writer in
                    while true { try await writer.write([UInt8](repeating: 1, count: 1 << 16)) }
                })
        }
        try await withServer(limits: hasty, flood) { port, server in
            let client = try BlockingClient(port: port, receiveBuffer: 4_096)
            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try client.receive(atMost: 100)
            while server.connectionCount > 0 { try await Task.sleep(for: .milliseconds(10)) }
        }
    }

    @Test func `One connection too many is told so`() async throws {
        var limits = HTTPLimits()
        limits.connections = 2
        try await withServer(limits: limits, mirror) { port, _ in
            let first = try BlockingClient(port: port)
            let second = try BlockingClient(port: port)
            for client in [first, second] {
                try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try client.receiveAnswer().status == 200)
            }
            let third = try BlockingClient(port: port)
            #expect(try third.receiveTextToEnd().hasPrefix("HTTP/1.1 503 "))
        }
    }
}
