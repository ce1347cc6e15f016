import PerchJSON
import PerchModel
import Testing

@Suite struct PersonTests {
    @Test(arguments: [
        "user", "User", "USER ", " user", "user:ada", "human", "operator/night", "admin@example", "person", "user\u{0}",
        "\u{0}user",
        "user\u{200B}", "u\u{200B}ser", "\u{FEFF}user", "user\u{2060}", "ｕｓｅｒ", "ADMİN", "@user", "/user", ":user",
        "user.ada",
        "user-ada", "u\u{300}ser", "us\ner", "_user_",
    ])
    func `What shows as a person's name is one`(name: String) {
        #expect(Person.isNamed(name))
    }

    @Test(arguments: [
        "nora", "users", "userland", "superuser", "humanoid", "", " ", "agent:user", "administrator", "u s e r s",
    ])
    func `Another name is an agent's`(name: String) {
        #expect(!Person.isNamed(name))
    }

    @Test(arguments: [
        (Body.featureChanged(FeatureChanged(feature: "f", status: "deleted")), Scope.control),
        (.featureChanged(FeatureChanged(feature: "f", status: "done")), .ingest),
        (.sessionUpdated(SessionUpdated(phase: "deleted")), .control),
        (.sessionUpdated(SessionUpdated(phase: "synthesis")), .ingest),
        (.syncChanged(SyncChanged(status: "idle", config: .emptyObject)), .control),
        (.syncChanged(SyncChanged(status: "idle")), .ingest),
        (.messageSent(MessageSent(thread: "t", from: "user", to: "a", content: "hi")), .control),
        (.messageSent(MessageSent(thread: "t", from: "a", to: "user", content: "hi")), .ingest),
    ])
    func `A person's words, a deletion and a setting are control`(body: Body, scope: Scope) {
        #expect(Draft(body, source: "test").scope == scope)
    }

    @Test func `A sender that is given twice is refused, since others might read the other one`() throws {
        let text = #"{"kind":"message.sent","data":{"thread":"t","from":"bot","to":"b","content":"x","from":"user"}}"#
        let object = try JSONParser().parse(Array(text.utf8)).object()
        #expect(throws: JSONError.self) { try Draft(sent: object, source: "test") }
    }

    @Test(arguments: ["[1]", "5", "true", #""s""#, "null"])
    func `Data that is no object is refused, because it could not be read back`(data: String) {
        let draft = Draft(.other(name: "x", data: JSONText(validated: Array(data.utf8))), source: "test")
        #expect(throws: PerchError.self) { try draft.checkNames() }
    }
}
