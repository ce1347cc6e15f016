import Testing

@testable import PerchServer

@Suite struct HostRuleTests {
    private func rule(_ names: [String] = []) -> HostRule {
        let ports = BoundPorts()
        ports.set([8000])
        return HostRule(ports: ports, names: names)
    }

    @Test(arguments: [
        "127.0.0.1:8000", "localhost:8000", "LocalHost:8000", "[::1]:8000", "localhost", "127.0.0.1", "[::1]",
    ])
    func `Loopback's names at our port are ours`(host: String) {
        #expect(rule().allows(host))
    }

    @Test(arguments: [
        "", "evil.example", "evil.example:8000", "localhost:8001", "localhost.evil.example",
        "127.0.0.1.evil.example:8000",
        "localhost:", "localhost:8000:8000", "localhost:x", "[::1", "[::1]x", "[::2]:8000", "127.0.0.2:8000",
        "perch.example",
    ])
    func `Anything else is not`(host: String) {
        #expect(!rule().allows(host))
    }

    @Test func `A configured name is ours at any port, one with a port at that port only`() {
        #expect(rule(["Perch.example"]).allows("perch.example:443"))
        #expect(rule(["perch.example:443"]).allows("perch.example:443"))
        #expect(!rule(["perch.example:443"]).allows("perch.example:80"))
    }
}

@Suite struct OriginRuleTests {
    private let rule = OriginRule(origins: ["https://board.example"])

    @Test func `No browser, and our own page, may pass`() {
        #expect(rule.judge(nil, host: "localhost:8000") == .own)
        #expect(rule.judge("http://localhost:8000", host: "localhost:8000") == .own)
        #expect(rule.judge("https://perch.example", host: "perch.example") == .own)
    }

    @Test func `A configured site may pass and is told so`() {
        #expect(rule.judge("https://board.example", host: "localhost:8000") == .configured("https://board.example"))
    }

    @Test func `Pages without an origin may pass only where that is configured`() {
        let open = OriginRule(origins: ["null"])
        #expect(open.judge("null", host: "localhost:8000") == .configured("null"))
        #expect(open.judge("", host: "localhost:8000") == .refused)
        #expect(open.judge("https://board.example", host: "localhost:8000") == .refused)
    }

    @Test(arguments: [
        "null", "", "http://evil.example", "http://localhost:8001", "http://localhost", "https://board.example:444",
        "http://board.example", "https://board.example.evil.example", "https://notboard.example",
    ])
    func `Anything else may not`(origin: String) {
        #expect(rule.judge(origin, host: "localhost:8000") == .refused)
    }
}

@Suite struct AccessTokenTests {
    @Test func `Only the whole secret is the secret`() throws {
        let token = try #require(AccessToken("0123456789abcdef"))
        #expect(token.matches("0123456789abcdef"))
        for wrong in ["", "0", "0123456789abcdeF", "0123456789abcdef0", "0123456789abcde"] {
            #expect(!token.matches(wrong))
        }
    }

    @Test func `A short secret is none`() {
        #expect(AccessToken("short") == nil)
    }
}
