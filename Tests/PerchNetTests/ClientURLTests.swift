import PerchNet
import Testing

private let good: [(text: String, host: String, port: UInt16, target: String)] = [
    ("http://127.0.0.1:8000", "127.0.0.1", 8000, "/"),
    ("http://localhost:8000/v1/events?after=1", "localhost", 8000, "/v1/events?after=1"),
    ("ws://perch.local/v1/live", "perch.local", 80, "/v1/live"),
    ("HTTP://[::1]:9/x#part", "::1", 9, "/x"),
    ("http://[::1]/", "::1", 80, "/"),
    ("http://a?b=c", "a", 80, "/?b=c"),
]

@Suite struct ClientURLTests {
    @Test(arguments: good)
    func `A URL is split`(text: String, host: String, port: UInt16, target: String) throws {
        let url = try ClientURL(text)
        #expect(url.address == ListenAddress(host: host, port: port))
        #expect(url.target == target)
    }

    @Test(arguments: [
        "", "127.0.0.1:8000", "https://a/", "http://", "http://:80/", "http://a:x/", "http://a:99999/", "http://u@a/",
        "http://a/b c", "http://a/é", "http://a\r\n/", "ftp://a/",
    ])
    func `What is none is refused by name`(text: String) {
        #expect(throws: ClientError.invalidURL(text)) { try ClientURL(text) }
    }
}
