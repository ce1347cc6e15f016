import PerchJSON
import PerchModel
import PerchTesting
import Testing

@testable import PerchDialects

@Suite struct AgentChatBusListenerTests {
    private let envelope =
        #"{"event_type":"n","data":{"n":1,"timestamp":"2026-05-02T13:00:00"},"server_timestamp":"2026-05-02T13:00:01Z"}"#

    private func heard(_ listener: inout some Listener, _ text: String) -> Heard { listener.hear(Array(text.utf8)) }

    @Test func `Where nothing is said of how, the address says it`() throws {
        func target(_ scheme: String, _ target: String) -> String? {
            EventBus.listener(to: target, scheme: scheme, log: "")?.target
        }
        #expect(target("ws", "") == "/")
        #expect(target("ws", "/event-stream?token=x") == "/event-stream?token=x")
        #expect(target("socketio", "") == "/socket.io/?EIO=4&transport=websocket")
        #expect(target("socketio", "/?token=x") == "/socket.io/?EIO=4&transport=websocket&token=x")
        #expect(target("ws", "/socket.io/?EIO=3&token=x&sid=1") == "/socket.io/?EIO=4&transport=websocket&token=x")
        #expect(target("https", "/") == nil)
    }

    @Test func `A Socket IO server is opened, connected and heard`() {
        var listener = SocketIOListener(target: "", log: "mine")
        #expect(listener.begin() == Heard())
        #expect(heard(&listener, #"0{"sid":"x"}"#) == Heard(replies: [Array("40".utf8)]))
        #expect(heard(&listener, #"40{"sid":"x"}"#) == Heard())
        #expect(heard(&listener, "2") == Heard(replies: [Array("3".utf8)]))
        #expect(heard(&listener, #"42["connected",{"status":"connected"}]"#) == Heard())
        #expect(heard(&listener, #"42["event",\#(envelope)]"#).drafts.count == 1)
        #expect(heard(&listener, #"427["event",\#(envelope)]"#).replies == [Array("437[]".utf8)])
        #expect(heard(&listener, #"42["event_history",[\#(envelope),7,\#(envelope)]]"#).drafts.count == 2)
        #expect(heard(&listener, #"451-["event",{"_placeholder":true}]"#) == Heard())
        #expect(heard(&listener, "41") == Heard(), "an attachment, whatever it says")
        for end in ["41", "1", #"44{"message":"no"}"#] { #expect(heard(&listener, end).isOver) }
    }

    @Test func `A plain stream is asked for its history and heard`() {
        var listener = BusListener(target: "", log: "mine")
        #expect(listener.begin().replies == [Array(#"{"type":"request_history"}"#.utf8)])
        for silent in ["connected", "pong"] {
            #expect(heard(&listener, #"{"event_type":"\#(silent)","data":{}}"#) == Heard())
        }
        #expect(heard(&listener, envelope).drafts.count == 1)
        let history = #"{"event_type":"event_history","data":{"events":[\#(envelope)]}}"#
        #expect(heard(&listener, history).drafts == heard(&listener, envelope).drafts)
        #expect(heard(&listener, "[\(envelope)]").drafts.count == 1)
    }

    @Test func `What is told again has the id it had, and other things have others`() throws {
        let intake = BusIntake(log: "mine")
        func id(_ text: String) throws -> String? {
            intake.drafts(of: try JSONParser().parse(Array(text.utf8))).first?.id
        }
        let one = try #require(try id(envelope))
        #expect(try id(envelope) == one)
        #expect(try id(envelope.replacing("\"n\":1", with: "\"n\":2")) != one)
        #expect(try id(envelope.replacing("13:00:01Z", with: "13:00:02Z")) != one)
        #expect(try id(#"{"event_type":"n","data":{},"event_id":"other-7"}"#) == "bus:other-7")
        #expect(try id(#"{"event_type":"n","data":{},"event_id":"mine-7"}"#) == nil, "it began here")
    }

    @Test func `An id goes from bus to bus as it is`() throws {
        let first = BusScene.told([try BusScene.draft("n")], log: "first")[0]
        let second = BusIntake(log: "second").drafts(of: try JSONParser().parse(Array(first.utf8)))
        let passedOn = BusScene.told(second, log: "second")[0]
        #expect(try BusScene.envelope(passedOn).id == "first-1")
        #expect(BusIntake(log: "first").drafts(of: try JSONParser().parse(Array(passedOn.utf8))).isEmpty)
        let third = BusIntake(log: "third").drafts(of: try JSONParser().parse(Array(passedOn.utf8)))
        #expect(third.first?.id == second.first?.id)
    }

    @Test func `Whatever is heard is events or nothing`() {
        let texts = [
            "0{}", "40", #"42["event",\#(envelope)]"#, #"42["event_history",[\#(envelope)]]"#, envelope, "[[[]]]",
        ]
        var chance = SeededRandom(seed: 3)
        for text in texts {
            let bytes = Array(text.utf8)
            var (plain, socket) = (BusListener(target: "", log: "m"), SocketIOListener(target: "", log: "m"))
            for end in 0...bytes.count {
                _ = plain.hear(Array(bytes[..<end]))
                _ = socket.hear(Array(bytes[..<end]))
            }
            for _ in 0..<300 {
                var scrambled = bytes
                for _ in 0..<3 { scrambled[chance.below(scrambled.count)] = UInt8(chance.below(256)) }
                for draft in plain.hear(scrambled).drafts + socket.hear(scrambled).drafts {
                    #expect(throws: Never.self) { try draft.checkNames() }
                }
            }
        }
    }
}
