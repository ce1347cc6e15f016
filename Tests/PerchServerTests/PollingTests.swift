import PerchDialects
import PerchHub
import PerchJSON
import PerchLog
import PerchModel
import PerchNet
import PerchTesting
import Testing

@testable import PerchServer

/// A dialect whose clients poll: they say what they want to hear.
private struct ParrotDialect: Dialect {
    static let name = "parrot"
    var manner = PollManner()

    var doors: [Door] {
        let unknown = Answer.text("unknown", status: 400)
        let manner = manner
        return [
            Door(
                .get, "/parrot", scope: .read,
                .polling { ask throws(PerchError) in
                    guard let id = ask.query("id") else {
                        let id = ask.newID()
                        return Poll(.begin(Reception(Parrot(id: id))), id: id, unknown: unknown, manner: manner)
                    }
                    return Poll(.take, id: id, unknown: unknown, manner: manner)
                }),
            Door(
                .post, "/parrot", scope: .read,
                .polling { ask throws(PerchError) in
                    let texts = ask.body.split(separator: 0x1E).map { Array($0) }
                    return Poll(.say(texts, .text("ok")), id: ask.query("id") ?? "", unknown: unknown, manner: manner)
                }),
        ]
    }
}

private struct Parrot: Conversation {
    let id: String

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> { .done([.say(Array(id.utf8))]) }

    mutating func hear(_ text: [UInt8], at now: Timestamp) -> Reaction<[Step]> {
        switch String(decoding: text, as: UTF8.self) {
        case "follow": .done([.follow(StreamSubscription(EventFilter(kinds: ["log.written"])))])
        case "flood": .done((0..<10).map { _ in .say([UInt8](repeating: 0x78, count: 1 << 20)) })
        case "bye": .done([.say(Array("bye".utf8)), .close(1000, reason: "")])
        default: .done([.say(text)])
        }
    }
}

/// One client of the parrot.
private struct ParrotClient {
    let house: TestHouse
    let id: String

    init(_ house: TestHouse) async throws {
        self.house = house
        id = try await house.ask(.get, "/parrot").text
    }

    func poll() async throws -> Asked { try await house.ask(.get, "/parrot?id=\(id)") }
    func say(_ texts: String...) async throws -> Asked {
        try await house.ask(.post, "/parrot?id=\(id)", [], texts.joined(separator: "\u{1E}"))
    }
}

@Suite struct PollingTests {
    private func house(
        _ change: (inout PollManner) -> Void = { _ in }, limits: PollLimits = PollLimits(),
        keys: Keyring? = nil
    ) async throws -> TestHouse {
        var dialect = ParrotDialect()
        change(&dialect.manner)
        let dialects = [dialect]
        return try await TestHouse(
            {
                $0.dialects = dialects
                if let keys { $0.keys = keys }
            }, polls: limits)
    }

    @Test func `What is said to a client waits until it asks, in its order and not too much at once`() async throws {
        let house = try await house { $0.messages = 2 }
        let client = try await ParrotClient(house)
        #expect(try await client.say("a", "b", "c").text == "ok")
        var heard: [String] = []
        while heard.count < 3 { heard += try await client.poll().text.split(separator: "\u{1E}").map(String.init) }
        #expect(heard == ["a", "b", "c"])
        await house.end()
    }

    @Test func `A request waits for what comes`() async throws {
        let house = try await house()
        let client = try await ParrotClient(house)
        async let polled = client.poll().text
        #expect(try await client.say("a").text == "ok")
        #expect(try await polled == "a")
        await house.end()
    }

    @Test func `A request that waited long enough is answered with nothing`() async throws {
        let house = try await house { manner in
            manner.patienceMilliseconds = 20
            manner.nothing = Array("nothing".utf8)
        }
        let client = try await ParrotClient(house)
        #expect(try await client.poll().text == "nothing")
        await house.end()
    }

    @Test func `Who follows is told every event once, whether it asks meanwhile or not`() async throws {
        let house = try await house()
        let client = try await ParrotClient(house)
        #expect(try await client.say("follow", "ready").text == "ok")
        #expect(try await client.poll().text == "ready")
        var heard: [Seq] = []
        for round in 0..<50 {
            async let posted: Void = house.post(3)
            if round % 5 == 0 { try await posted }
            repeat {
                for line in try await client.poll().text.split(separator: "\u{1E}") {
                    heard.append(try JSONParser().parse(Array(line.utf8)).object().int64("seq") ?? 0)
                }
            } while heard.count < 3 * (round + 1)
            try await posted
        }
        #expect(heard.count == 150 && heard == Set(heard).sorted())
        await house.end()
    }

    @Test func `The newest request is the one that counts`() async throws {
        let house = try await house { $0.nothing = Array("nothing".utf8) }
        let client = try await ParrotClient(house)
        let polls = await withTaskGroup(of: String.self) { group in
            for _ in 0..<5 { group.addTask { (try? await client.poll().text) ?? "" } }
            var heard: [String] = []
            for await text in group {
                heard.append(text)
                if heard.count == 4 { _ = try? await client.say("a") }
            }
            return heard
        }
        #expect(polls == ["nothing", "nothing", "nothing", "nothing", "a"])
        await house.end()
    }

    @Test func `Who is told good-bye can fetch it once, and then is nobody`() async throws {
        let house = try await house()
        let client = try await ParrotClient(house)
        #expect(try await client.say("bye").text == "ok")
        #expect(try await client.poll().text == "bye")
        #expect(try await client.poll().text == "unknown")
        #expect(try await client.say("a").status == 400)
        #expect(house.polls.count == 0)
        await house.end()
    }

    @Test func `A client that does not ask any more is gone after a while`() async throws {
        let house = try await house { $0.expiryMilliseconds = 30 }
        let client = try await ParrotClient(house)
        while house.polls.count > 0 { await Task.yield() }
        #expect(try await client.poll().text == "unknown")
        await house.end()
    }

    @Test func `A client that fetches nothing of what it is told is let go of`() async throws {
        let house = try await house()
        let client = try await ParrotClient(house)
        let outlet = try #require(house.polls.client(client.id, of: "parrot")?.outlet)
        #expect(try await client.say("flood").text == "ok")
        while outlet.isOpen { await Task.yield() }
        let kept = try await client.poll().text
        #expect(kept.utf8.count > 8 << 20 && kept.utf8.count < 10 << 20)
        #expect(try await client.poll().text == "unknown")
        await house.end()
    }

    @Test func `There are only so many clients, and none when the house is closed`() async throws {
        let house = try await house(limits: PollLimits(clients: 2))
        let clients = [try await ParrotClient(house), try await ParrotClient(house)]
        let third = try await house.ask(.get, "/parrot")
        #expect(try third.refusal().code == "too_many_clients" && third.status == 503)
        async let waiting = clients[0].poll()
        while house.polls.count > 0 { await house.polls.close() }
        #expect(try await waiting.status < 500)
        #expect(try await house.ask(.get, "/parrot").status == 503)
        await house.end()
    }

    @Test func `An address has only so many clients, and another when one of them has left`() async throws {
        let house = try await house(limits: PollLimits(clientsOfAddress: 2))
        let first = try await ParrotClient(house)
        _ = try await ParrotClient(house)
        let third = try await house.ask(.get, "/parrot")
        #expect(try third.refusal().code == "too_many_clients" && third.status == 503)
        #expect(try await first.say("bye").text == "ok")
        #expect(try await first.poll().text == "bye")
        #expect(try await house.ask(.get, "/parrot").status == 200)
        await house.end()
    }

    @Test func `Who only says things and fetches nothing is gone after a while`() async throws {
        let house = try await house { $0.expiryMilliseconds = 50 }
        let client = try await ParrotClient(house)
        while try await client.say("a").text == "ok" {}
        #expect(house.polls.count == 0)
        await house.end()
    }

    @Test func `What waits for all clients together is bounded, and who leaves it lying for longest makes room`()
        async throws
    {
        let house = try await house(limits: PollLimits(waitingBytes: 12 << 20))
        let idle = try await ParrotClient(house)
        let outlet = try #require(house.polls.client(idle.id, of: "parrot")?.outlet)
        #expect(try await idle.say("flood").text == "ok")
        while outlet.isOpen { await Task.yield() }
        #expect(house.polls.budget.bytes > 8 << 20)
        let newcomer = try await ParrotClient(house)
        #expect(try await newcomer.say("flood").text == "ok")
        while house.polls.client(idle.id, of: "parrot") != nil { await Task.yield() }
        #expect(try await newcomer.poll().text.utf8.count > 0)
        #expect(try await idle.poll().text == "unknown")
        #expect(house.polls.budget.bytes <= 12 << 20)
        await house.end()
        #expect(house.polls.budget.bytes == 0)
    }

    @Test func `A conversation ends with the token that let it in, and its waiting request is answered`()
        async throws
    {
        let folder = TokenFolder()
        let secret = try folder.make(.read, "screen", lasting: 60_000_000)
        let keys = try Keyring(file: folder.file)
        let house = try await house({ $0.nothing = Array("nothing".utf8) }, keys: keys)
        let headers = [(name: "authorization", value: "Bearer \(secret)")]
        let id = try await house.ask(.get, "/parrot", headers).text
        let news = try #require(house.polls.client(id, of: "parrot")?.outlet.news)
        let before = news.count
        let waiting = Task { try await house.ask(.get, "/parrot?id=\(id)", headers).text }
        await news.wait(after: before)
        keys.closeInvalid(at: Timestamp.now.advanced(by: 61_000_000))
        #expect(try await waiting.value == "nothing")
        while house.polls.count > 0 { await Task.yield() }
        #expect(try await house.ask(.get, "/parrot?id=\(id)", headers).text == "unknown")
        await house.end()
    }

    @Test func `A request for the head alone begins no conversation and takes nothing of one`() async throws {
        let house = try await house()
        let begun = try await house.ask(.head, "/parrot")
        #expect(begun.status == 405 && begun.header("allow") == "GET, POST, OPTIONS" && house.polls.count == 0)
        let client = try await ParrotClient(house)
        #expect(try await client.say("a").text == "ok")
        #expect(try await house.ask(.head, "/parrot?id=\(client.id)").status == 405)
        #expect(try await client.poll().text == "a")
        await house.end()
    }

    @Test func `Ids of one dialect are nobody's in another`() async throws {
        let house = try await house()
        let client = try await ParrotClient(house)
        #expect(house.polls.client(client.id, of: "parrot") != nil)
        #expect(house.polls.client(client.id, of: "kei") == nil)
        await house.end()
    }
}
