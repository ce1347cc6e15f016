import PerchJSON
import PerchModel
import Testing

@Suite struct TokenRollTests {
    private let now = Timestamp(microseconds: 1_777_726_800_000_000)

    private func token(_ id: String, _ name: String? = nil, scope: Scope = .read, expires: Timestamp? = nil)
        -> StoredToken
    {
        StoredToken(
            id: id, name: name, scope: scope, digest: [UInt8](0..<32), created: now, expires: expires, used: now)
    }

    @Test func `What is written is read again`() throws {
        var roll = TokenRoll()
        #expect(try TokenRoll(json: roll.json) == roll)
        for scope in Scope.allCases { try roll.add(token("id-\(scope)", "n\"\(scope)", scope: scope, expires: now)) }
        #expect(try TokenRoll(json: roll.json) == roll)
    }

    @Test func `What Perch did not write is refused, and no part of it crashes anything`() throws {
        var roll = TokenRoll()
        try roll.add(token("a", "b", expires: now))
        let json = roll.json.dropLast(2)
        for count in 0..<json.count {
            #expect(throws: JSONError.self) { try TokenRoll(json: Array(json.prefix(count))) }
        }
        for text in [
            "[]", "{}", #"{"tokens":{}}"#, #"{"tokens":[1]}"#, #"{"tokens":[{"id":"a"}]}"#,
            String(decoding: json, as: UTF8.self).replacing("read", with: "all") + "}",
            String(decoding: json, as: UTF8.self).replacing("0001", with: "00") + "}",
            String(decoding: json, as: UTF8.self).replacing("0001", with: "0X01") + "}",
            String(decoding: json, as: UTF8.self).replacing("2026-", with: "") + "}",
        ] {
            #expect(throws: JSONError.self, "\(text)") { try TokenRoll(json: Array(text.utf8)) }
        }
    }

    @Test func `A name stands for one token, and so does an id`() throws {
        var roll = TokenRoll()
        try roll.add(token("a", "screen"))
        #expect(throws: TokenError.self) { try roll.add(token("b", "screen")) }
        #expect(throws: TokenError.self) { try roll.add(token("b", "a")) }
        try roll.add(token("b", "agents"))
        #expect(try roll.remove("agents").id == "b")
        #expect(try roll.remove("a").name == "screen")
        #expect(throws: TokenError.self) { try roll.remove("a") }
        #expect(roll.tokens.isEmpty)
    }

    @Test func `There are only so many`() throws {
        var roll = TokenRoll()
        for index in 0..<TokenRoll.limit { try roll.add(token("\(index)")) }
        #expect(throws: TokenError.self) { try roll.add(token("more")) }
    }

    @Test func `A token lives until it ends`() throws {
        var roll = TokenRoll()
        try roll.add(token("a", scope: .control, expires: now))
        #expect(roll.hasLive(.control, at: now.advanced(by: -1)))
        #expect(!roll.hasLive(.control, at: now))
        #expect(!roll.hasLive(.read, at: now.advanced(by: -1)))
    }

    @Test func `The latest use counts, and that of a token that is gone is left out`() throws {
        var roll = TokenRoll()
        try roll.add(token("a"))
        roll.note(used: ["a": now.advanced(by: 5), "gone": now])
        #expect(roll.token("a")?.used == now.advanced(by: 5))
        roll.note(used: ["a": now])
        #expect(roll.token("a")?.used == now.advanced(by: 5))
    }
}
