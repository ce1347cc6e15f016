import PerchNet
import Testing

@Suite struct RequestTests {
    @Test(
        arguments: [
            ("/a%20b?x=1&y=%41+b&z", "/a b", ["x": "1", "y": "A b", "z": ""]),
            ("/a%2Fb", "/a/b", [:]), ("/?=v&&k==", "/", ["": "v", "k": "="]), ("/?a=%zz", "/", ["a": "%zz"]),
            ("http://host:1/p?q", "/p", ["q": ""]), ("http://host", "/", [:]), ("/a/...", "/a/...", [:]),
        ] as [(String, String, [String: String])])
    func `A target is taken apart`(target: String, path: String, query: [String: String]) throws {
        let request = try #require(Request(target: target))
        #expect(request.path == path)
        for (name, value) in query { #expect(request.query(name) == value) }
        #expect(request.target.queryItems.count == query.count)
    }

    @Test(arguments: [
        "", "a", "/..", "/a/../b", "/%2e%2e", "/./a", "/a/.", "/%", "/%4", "/%00", "/é", "/a#b", "ftp://a/", "*",
    ])
    func `A target that is not proper is none`(target: String) {
        #expect(Request(target: target) == nil)
    }

    @Test func `Fields are found whatever their case, and lists are joined`() throws {
        let request = try #require(
            Request(target: "/", headers: [("Host", "a"), ("X-List", "a, b"), ("x-list", " c ,,"), ("Other", "")]))
        #expect(request.host == "a")
        #expect(request.headers["HOST"] == "a")
        #expect(request.headers["other"] == "")
        #expect(request.headers["missing"] == nil)
        #expect(request.headers.list("X-LIST") == ["a", "b", "c"])
        #expect(request.headers.has("x-list", token: "C"))
        #expect(!request.headers.has("x-list", token: "d"))
    }

    @Test func `The authority of an absolute target is the host`() throws {
        let request = try #require(Request(target: "http://b:8/x", headers: [("Host", "a")]))
        #expect(request.host == "b:8")
    }

    @Test(
        arguments: [
            ("127.0.0.1:80", "127.0.0.1", 80), ("[::1]:0", "::1", 0), (":8000", "127.0.0.1", 8000),
            ("localhost:65535", "localhost", 65_535),
        ] as [(String, String, UInt16)])
    func `An address to listen on is read`(text: String, host: String, port: UInt16) throws {
        let address = try #require(ListenAddress(text))
        #expect(address == ListenAddress(host: host, port: port))
        #expect(address.isLoopback)
    }

    @Test(arguments: ["", "localhost", "a:", "a:65536", "a:-1", "::1:80", "[::1:80"])
    func `An address that is none is refused`(text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
