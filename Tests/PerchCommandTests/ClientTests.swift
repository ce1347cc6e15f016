import PerchNet
import Testing

@testable import PerchCommand

@Suite struct ClientTests {
    @Test func `A server that is not there is told with what to do`() {
        let address = ListenAddress(host: "127.0.0.1", port: 8000)
        #expect(
            CommandError(.refused(address), from: .standard).description
                == "No Perch answers at http://127.0.0.1:8000 (connection refused): start it with `perch serve`, "
                + "or name another with --server.")
        #expect(CommandError(.refused(address), from: .standard).isTemporary)
        #expect(!CommandError(.malformed, from: .standard).isTemporary)
    }

    @Test(arguments: [
        (
            400, #"{"error":{"code":"invalid_event","message":"The field \"kind\" is missing.","line":3}}"#,
            "Refused: The field \"kind\" is missing."
        ),
        (401, "{}", "http://127.0.0.1:8000 asks for its access token: set PERCH_TOKEN or give --token-file."),
        (404, "<html>", "What answers at http://127.0.0.1:8000 is not Perch. Name another with --server."),
        (507, #"{"error":{"code":"disk_full","message":"Full."}}"#, "http://127.0.0.1:8000 cannot do it now: Full."),
        (400, #"{"error":{"message":"\u001b[2J"}}"#, "Refused: ␛[2J"),
    ])
    func `A refusal becomes a sentence`(status: Int, body: String, sentence: String) {
        let refusal = Refusal(status: HTTPStatus(status), body: Array(body.utf8))
        #expect(refusal.error(from: .standard).description == sentence)
        #expect(refusal.line == (body.contains("line") ? 3 : nil))
    }

    @Test func `Receipts add up`() {
        var total = SendReceipt()
        total.add(
            SendReceipt(Array(#"{"accepted":2,"first_seq":5,"last_seq":6,"duplicates":0}"#.utf8)) ?? SendReceipt())
        total.add(
            SendReceipt(Array(#"{"accepted":0,"first_seq":null,"last_seq":null,"duplicates":0}"#.utf8)) ?? SendReceipt()
        )
        total.add(
            SendReceipt(Array(#"{"accepted":1,"first_seq":2,"last_seq":7,"duplicates":3}"#.utf8)) ?? SendReceipt())
        #expect(total == SendReceipt(accepted: 3, duplicates: 3, first: 5, last: 7))
        #expect(SendReceipt(Array("[]".utf8)) == nil)
    }

    @Test func `A query is encoded`() {
        #expect(QueryString.target("/v1/events", []) == "/v1/events")
        #expect(
            QueryString.target("/p", [("q", "a b&c=d/ü"), ("kind", "tool.*")])
                == "/p?q=a%20b%26c%3Dd%2F%C3%BC&kind=tool.%2A")
    }

    @Test func `Waiting grows to a bound and starts anew after a success`() {
        var backoff = Backoff()
        let waits = (0..<12).map { _ in backoff.next(random: 0) }
        #expect(waits == [125, 250, 500, 1_000, 2_000, 4_000, 7_500, 7_500, 7_500, 7_500, 7_500, 7_500])
        backoff.reset()
        #expect(backoff.next(random: 125) == 250)
        #expect(
            (0..<100 as Range<UInt64>).allSatisfy { random in
                var backoff = Backoff(); return (125...250).contains(backoff.next(random: random * 7_919))
            })
    }

    @Test func `Progress tells how far, how fast and how long`() {
        var line = ProgressLine("import", total: 1_000, noun: "events")
        (line.done, line.count) = (250, 12_345)
        #expect(
            line.text(columns: 100, seconds: 10)
                == "import  ▕██████··················▏ 25 %  12,345 events  1,234/s  30 s left")
        #expect(CellWidth.of(line.text(columns: 30, seconds: 10)) < 30)
        line.noun = nil
        #expect(line.text(columns: 100, seconds: 10) == "import  ▕██████··················▏ 25 %  30 s left")
        #expect(ProgressLine("x", total: nil, noun: "events").text(columns: 80, seconds: 0) == "x  0 events")
        #expect(["0", "999", "1,000", "-1,234,567"] == [0, 999, 1_000, -1_234_567].map(ProgressLine.grouped))
    }
}
