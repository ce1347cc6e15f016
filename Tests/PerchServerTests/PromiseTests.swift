import PerchModel
import PerchNet
import Synchronization
import Testing

@testable import PerchServer

@Suite struct PromiseTests {
    @Test func `A close code says whether to come back`() {
        for code in ErrorCode.allCases {
            #expect(code.isTemporary == [1001, 1013].contains(code.closeCode), "\(code)")
            #expect(code.isTemporary == [429, 503, 507].contains(code.status), "\(code)")
        }
    }

    @Test func `A WebSocket takes 64 KiB at once, is asked within 33 seconds and compresses only when told to`()
        async throws
    {
        for deflates in [false, true] {
            let house = try await TestHouse { $0.deflate = deflates }
            for path in ["/v1/live", "/v1/stream"] {
                let asked = try await house.ask(.get, path, [(name: "upgrade", value: "websocket")])
                guard case .webSocket(let start) = asked.response.body else { throw Unexpected() }
                #expect(start.messageBytes == 64 << 10)
                #expect(start.silenceMilliseconds + start.answerMilliseconds <= 33_000)
                #expect(start.allowsDeflate == deflates)
            }
            await house.end()
        }
    }

    @Test func `So many may watch the past, and who leaves makes room`() throws {
        let metrics = Metrics()
        let seats = ReplaySeats(metrics: metrics)
        var taken = try (0..<ReplaySeats.count).map { _ in try seats.take() }
        #expect(metrics.page.text.contains("perch_clients{door=\"replay\"} \(ReplaySeats.count)\n"))
        #expect(throws: PerchError.self) { try seats.take() }
        taken.removeLast()
        taken.append(try seats.take())
        #expect(taken.count == ReplaySeats.count)
        taken.removeAll()
        #expect(metrics.page.text.contains("perch_clients{door=\"replay\"} 0\n"))
    }

    @Test func `What is refused is logged without secrets and texts of those who asked`() async throws {
        let lines = Mutex<[String]>([])
        let house = try await TestHouse({ $0.keys = try Keyring(access: AccessToken("the-right-secret-of-all")) }) {
            line in
            lines.withLock { $0.append(line) }
        }
        for target in [
            "/v1/events?token=a-wrong-secret", "/nothing-secret?token=the-right-secret-of-all&x=secret-word",
        ] {
            _ = try await house.ask(.get, target, [(name: "authorization", value: "Bearer another-secret")])
        }
        _ = try await house.ask(
            .post, "/v1/events?token=the-right-secret-of-all", [], #"{"kind":5,"agent":"secret-agent"}"#)
        let written = lines.withLock { $0 }
        // Each refusal, and the two wrong tokens once more.
        #expect(written.count == 5)
        #expect(!written.contains { $0.contains("secret") })
        await house.end()
    }

    private struct Unexpected: Error {}
}
