import PerchJSON
import PerchModel
import PerchTesting
import Testing

@testable import PerchDialects

/// Drives a conversation by hand over a log in which nothing is.
private struct Driver {
    var conversation: any Conversation

    init(hasHistory: Bool = true) {
        let subscription = BusSubscription(project: nil, log: "log", flavour: .socketIO)
        conversation = SocketIOConversation(sid: "s1", upgrades: [], subscription, hasHistory: hasHistory)
    }

    mutating func begin() throws -> [String] { try words(conversation.begin(at: .earliest)) }
    mutating func wake() throws -> [String] { try words(conversation.wake(at: .earliest)) }
    mutating func hear(_ text: String) throws -> [String] { try hear(Array(text.utf8)) }
    mutating func hear(_ text: [UInt8]) throws -> [String] { try words(conversation.hear(text, at: .earliest)) }

    private func words(_ reaction: Reaction<[Step]>) throws -> [String] {
        var reaction = reaction
        while true {
            switch reaction {
            case .done(let steps): return steps.map(word)
            case .look(let next), .survey(let next): reaction = try next(EmptyPicture())
            case .recall(_, let next): reaction = try next(Recalled(Batch.of([], from: 1), next: nil))
            case .report(_, let next): reaction = try next()
            case .spend(_, let next): reaction = try next()
            }
        }
    }

    private func word(_ step: Step) -> String {
        switch step {
        case .say(let message): String(decoding: message.bytes, as: UTF8.self)
        case .follow: "follow"
        case .change: "change"
        case .resume(_, let seq, _): "resume \(seq)"
        case .wake(let milliseconds): "wake \(milliseconds)"
        case .wakeWhenSilent: "silence"
        case .hurry(let id, _): "hurry \(id)"
        case .takeOver(let id): "take over \(id)"
        case .close(let code, _): "close \(code)"
        }
    }
}

@Suite struct AgentChatSocketIOTests {
    @Test func `A client is opened, connected, greeted and told`() throws {
        var driver = Driver()
        let open = #"{"sid":"s1","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#
        #expect(try driver.begin() == ["0" + open, "wake 25000"])
        #expect(try driver.hear("42[\"ping\"]") == [], "nothing is answered before it is connected")
        let greeting = try driver.hear("40")
        #expect(
            greeting.map { String($0.prefix(14)) } == [
                #"40{"sid":"s1"}"#, #"42["connected""#, #"42["event_hist"#, "resume 0",
            ])
        #expect(try driver.hear("40") == [], "and only once")
        #expect(try driver.hear(#"425["request_history"]"#) == ["435[]", #"42["event_history",[]]"#])
        #expect(try driver.hear(#"421["never"]"#) == ["431[]"])
        #expect(try driver.hear("41") == ["1", "close 1000"])
    }

    @Test func `A ping that is answered keeps a client, and one that is not ends it`() throws {
        var driver = Driver()
        #expect(try driver.wake() == ["2", "wake 20000"])
        #expect(try driver.hear("3") == ["wake 25000"])
        #expect(try driver.hear("3") == [])
        #expect(try driver.wake() == ["2", "wake 20000"])
        #expect(try driver.wake() == ["close 1000"])
        #expect(try driver.hear("2probe") == ["3probe"])
        #expect(try driver.hear("1") == ["close 1000"])
    }

    @Test func `Other namespaces and binary events are refused in words`() throws {
        var driver = Driver()
        _ = try driver.hear("40")
        #expect(try driver.hear("40/admin,{}") == [#"44/admin,{"message":"Invalid namespace"}"#])
        for long in [String(repeating: "x", count: 999), "e" + String(repeating: "\u{301}", count: 999)] {
            #expect(try driver.hear("40/\(long)")[0].utf8.count < 200)
        }
        #expect(try driver.hear(#"452-["x",{"_placeholder":true,"num":0}]"#)[0].hasPrefix(#"42["error""#))
        #expect(try driver.hear("41") == [], "the first attachment")
        #expect(try driver.hear("bAAAA") == [], "the second")
        #expect(try driver.hear("459999-[]") == ["close 1009"])
    }

    @Test func `An upgrade is a probe and a word, and nothing else`() throws {
        var upgrade = Driver()
        upgrade.conversation = SocketIOUpgrade(sid: "s1")
        #expect(try upgrade.begin() == ["wake 10000"])
        #expect(try upgrade.hear("2probe") == ["3probe", "hurry s1"])
        #expect(try upgrade.hear("5") == ["take over s1"])
        #expect(try upgrade.hear("40") == ["close 1002"])
        #expect(try upgrade.wake() == ["close 1000"])
    }

    @Test func `Packets are read with every part and without`() throws {
        let whole = try #require(SocketIOPacket(Array(#"2/chat?token=1,12["a",{"b":1}]"#.utf8)[...]))
        #expect((whole.kind, whole.namespace, whole.id) == (.event, "/chat", "12"))
        #expect(whole.event?.name == "a")
        let bare = try #require(SocketIOPacket([0x30]))
        #expect((bare.kind, bare.namespace, bare.id, bare.data) == (.connect, "/", nil, []))
        for nothing in ["", "7", "x", "5[]", "5-[]", "\u{0}"] {
            #expect(SocketIOPacket(Array(nothing.utf8)[...]) == nil)
        }
    }

    @Test func `Every prefix and every scramble of a packet is a silence or a word`() throws {
        let texts = [
            "40/admin,{\"a\":1}", #"42["request_history"]"#, #"4299["a",{"b":[1,"ö"]}]"#, #"452-["x"]"#, "2probe", "41",
        ]
        var chance = SeededRandom(seed: 7)
        for text in texts {
            let bytes = Array(text.utf8)
            var driver = Driver()
            for end in 0...bytes.count { _ = try driver.hear(Array(bytes[..<end])) }
            for _ in 0..<500 {
                var scrambled = bytes
                for _ in 0..<3 { scrambled[chance.below(scrambled.count)] = UInt8(chance.below(256)) }
                _ = try driver.hear(scrambled)
            }
        }
    }

    @Test func `A body is its packets, of which there are not too many`() {
        func packets(_ text: String) -> [String]? {
            EngineIO.packets(of: Array(text.utf8))?.map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(packets("") == [])
        #expect(packets("2\u{1E}40\u{1E}\u{1E}") == ["2", "40"])
        #expect(packets(String(repeating: "2\u{1E}", count: 32))?.count == 32)
        #expect(packets(String(repeating: "2\u{1E}", count: 33)) == nil)
    }
}
