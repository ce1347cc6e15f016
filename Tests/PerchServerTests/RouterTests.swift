import PerchHub
import PerchLog
import PerchModel
import PerchNet
import PerchTesting
import Testing

@testable import PerchServer

@Suite struct RouterTests {
    @Test(arguments: [
        "//v1/events", "/v1/events/", "/V1/events", "/v1", "/v1/", "/", "/v1/events%2F", "/v1%2Fevents/x",
        "/v1/events;x",
    ])
    func `What is not exactly a door is nothing`(path: String) async throws {
        let house = try await TestHouse()
        let asked = try await house.ask(.get, path)
        #expect(asked.status == 404)
        #expect(try asked.refusal().code == "not_found")
        await house.end()
    }

    @Test(
        arguments: [
            ("/v1/events?limit=", "limit"), ("/v1/events?limit=0", "limit"), ("/v1/events?limit=10001", "limit"),
            ("/v1/events?limit=%2B5", "limit"), ("/v1/events?limit=5.0", "limit"),
            ("/v1/events?limit=1&limit=2", "limit"),
            ("/v1/events?limit=99999999999999999999", "limit"), ("/v1/events?agent=", "agent"),
            ("/v1/events?kind=,", "kind"), ("/v1/events?kind=a&kind=b", "kind"), ("/v1/events?after=", "after"),
            ("/v1/events?after=-1", "after"), ("/v1/events?after=1e3", "after"), ("/v1/events?order=up", "order"),
            ("/v1/events?nonsense=1", "nonsense"), ("/v1/events?=1", ""), ("/v1/state?at=", "at"),
            ("/v1/state?at=2026-13-01", "at"), ("/v1/state?views=agents,,work", "views"),
            ("/v1/state?views=nope", "views"),
            ("/v1/stream?speed=2", "speed"), ("/v1/stream?at=1&speed=nan", "speed"),
            ("/v1/stream?at=1&speed=0x2", "speed"), ("/v1/stream?at=1&after=1", "after"),
        ] as [(String, String)])
    func `A slip of the pen in a query is refused by its name`(target: String, parameter: String) async throws {
        let house = try await TestHouse()
        let asked = try await house.ask(.get, target)
        #expect(asked.status == 400)
        #expect(try asked.refusal() == ("invalid_parameter", parameter))
        await house.end()
    }

    @Test(arguments: ["garbage", "-1", "1.5", "99999999999999999999", "1 2"])
    func `A last event id that never was one is refused`(id: String) async throws {
        let house = try await TestHouse()
        let asked = try await house.ask(.get, "/v1/stream", [(name: "last-event-id", value: id)])
        #expect(asked.status == 400)
        #expect(try asked.refusal() == ("invalid_parameter", "last-event-id"))
        await house.end()
    }

    @Test func `A client that had more than there is, is told where its stream really goes on`() async throws {
        let house = try await TestHouse()
        _ = try await house.ask(.post, "/v1/events", [], #"[{"kind":"a"},{"kind":"b"}]"#)
        let asked = try await house.ask(.get, "/v1/stream", [(name: "last-event-id", value: "500")])
        guard case .events(let start) = asked.response.body else { throw Unexpected() }
        #expect(start.headers.contains { $0 == (name: "last-event-id", value: "2") })
        #expect(start.headers.contains { $0 == (name: "perch-log", value: house.hub.log.identity) })
        await house.end()
    }

    @Test(arguments: ["/v1/stream?after=1&log=another", "/v1/events?after=1&log=another"])
    func `Numbers of another log are refused as lost history`(target: String) async throws {
        let house = try await TestHouse()
        let asked = try await house.ask(.get, target)
        #expect(asked.status == 410)
        #expect(try asked.refusal() == ("history_lost", "log"))
        let own = try await house.ask(.get, "/v1/events?after=1&log=\(house.hub.log.identity)")
        #expect(own.status == 200)
        #expect(own.header("perch-log") == house.hub.log.identity)
        await house.end()
    }

    @Test func `An upgrade to something that is no WebSocket is passed over`() async throws {
        let house = try await TestHouse()
        let stream = try await house.ask(.get, "/v1/stream", [(name: "upgrade", value: "h2c")])
        guard case .events = stream.response.body else { throw Unexpected() }
        let live = try await house.ask(.get, "/v1/live", [(name: "upgrade", value: "h2c")])
        #expect(live.status == 426)
        let socket = try await house.ask(.get, "/v1/stream", [(name: "upgrade", value: "WebSocket")])
        guard case .webSocket = socket.response.body else { throw Unexpected() }
        await house.end()
    }

    @Test(
        arguments: [
            ([(name: "content-encoding", value: "gzip")], "{}", 415, "unsupported_media_type"),
            ([], "", 400, "invalid_json"), ([], "null", 400, "invalid_event"), ([], "[[]]", 400, "invalid_event"),
        ] as [([(name: String, value: String)], String, Int, String)])
    func `A body that is no event is refused`(
        headers: [(name: String, value: String)], body: String, status: Int, code: String
    ) async throws {
        let house = try await TestHouse()
        let asked = try await house.ask(.post, "/v1/events", headers, body)
        #expect(asked.status == status)
        #expect(try asked.refusal().code == code)
        #expect(house.hub.log.last == 0)
        await house.end()
    }

    @Test func `A report's address takes no parameters that would be passed over`() async throws {
        let house = try await TestHouse()
        let asked = try await house.ask(.post, "/v1/events?project=web", [], #"{"kind":"a"}"#)
        #expect(asked.status == 400)
        #expect(house.hub.log.last == 0)
        await house.end()
    }

    @Test func `A page of a configured site may read refusals too`() async throws {
        let house = try await TestHouse { $0.origins = ["https://board.example"] }
        let origin = [(name: "origin", value: "https://board.example")]
        for target in ["/health", "/nothing", "/v1/events?limit=0"] {
            let asked = try await house.ask(.get, target, origin)
            #expect(asked.header("access-control-allow-origin") == "https://board.example")
            #expect(asked.header("vary") == "origin")
        }
        #expect(try await house.ask(.get, "/health").header("access-control-allow-origin") == nil)
        await house.end()
    }

    @Test func `Every door but health is closed without the token, and open with it`() async throws {
        let secret = "0123456789abcdef"
        let house = try await TestHouse { $0.keys = try Keyring(access: AccessToken(secret)) }
        let upgrade = [(name: "upgrade", value: "websocket")]
        for operation in Operation.all where operation.path != "/login" {
            let asked = try await house.ask(operation.method, operation.path, upgrade, #"{"kind":"a"}"#)
            #expect(asked.status == (operation.isOpen ? 200 : 401), "\(operation.path)")
            for wrong in ["?token=0123456789abcdeF", "?token=", "?token=x&token=\(secret)"] where !operation.isOpen {
                let status = try await house.ask(operation.method, operation.path + wrong, upgrade).status
                #expect(status == 401 || status == 429)
            }
            let byHeader = try await house.ask(
                operation.method, operation.path, upgrade + [(name: "authorization", value: "bearer \(secret)")],
                #"{"kind":"a"}"#)
            #expect(byHeader.status == 200)
            let byQuery = try await house.ask(
                operation.method, "\(operation.path)?token=\(secret)", upgrade, #"{"kind":"a"}"#)
            #expect(byQuery.status == 200)
        }
        #expect(try await house.ask(.get, "/nothing").status == 401)
        #expect(try await house.ask(.get, "/v1/%65vents").status == 401)
        await house.end()
    }

    @Test(arguments: Scope.allCases)
    func `A door opens to a token of its scope, and to one of control`(scope: Scope) async throws {
        let folder = TemporaryFolder()
        let file = TokenFile(folder: folder.path)
        let (token, secret) = TokenSecret.makeToken(scope, name: nil, lasting: nil, at: .now)
        try file.update { roll throws(TokenError) in try roll.add(token) }
        let house = try await TestHouse { $0.keys = try Keyring(file: file) }
        let headers = [(name: "upgrade", value: "websocket"), (name: "authorization", value: "Bearer \(secret)")]
        for operation in Operation.all where !operation.isOpen {
            let needed: Scope = operation.method == .post ? .ingest : .read
            let asked = try await house.ask(operation.method, operation.path, headers, #"{"kind":"a"}"#)
            #expect(asked.status == ([needed, .control].contains(scope) ? 200 : 403), "\(operation.path)")
        }
        await house.end()
    }

    @Test func `A foreign name or page is refused at every door`() async throws {
        let house = try await TestHouse()
        for operation in Operation.all {
            let byOrigin = try await house.ask(operation.method, operation.path, [(name: "origin", value: "null")])
            #expect(byOrigin.status == 403)
            let foreign = try #require(
                Request(
                    method: operation.method, target: operation.path, headers: [(name: "host", value: "evil.example")]))
            #expect(await house.router.answer(foreign).status.code == 421)
        }
        await house.end()
    }

    @Test func `A refusal by HTTP itself has the error body, and a 405 says what is answered`() async throws {
        let house = try await TestHouse()
        for status in [400, 404, 405, 408, 413, 414, 417, 426, 431, 501, 503, 505] {
            let asked = Asked(response: house.router.refusal(of: HTTPStatus(status)))
            #expect(asked.status == status)
            #expect(try ErrorCode(rawValue: asked.refusal().code)?.status == status)
            #expect((asked.header("allow") != nil) == (status == 405))
        }
        await house.end()
    }

    private struct Unexpected: Error {}
}
