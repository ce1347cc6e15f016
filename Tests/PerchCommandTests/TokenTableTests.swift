import PerchJSON
import PerchModel
import Testing

@testable import PerchCommand

@Suite struct TokenTableTests {
    private static let created = Timestamp(microseconds: 1_777_726_800_000_000)
    private let tokens = [
        StoredToken(
            id: "abcdefgh", name: "ci", scope: .ingest, digest: [UInt8](repeating: 0xAB, count: 32), created: created,
            expires: created.advanced(by: 1), used: created),
        StoredToken(id: "bcdefghj", scope: .control, digest: [UInt8](repeating: 0xCD, count: 32), created: created),
    ]

    @Test func `The table shows every token and no hash`() {
        let text = TokenTable.text(tokens, at: Self.created.advanced(by: 1))
        #expect(
            text == """
                ID        SCOPE    NAME  CREATED            EXPIRES                    LAST USED
                abcdefgh  ingest   ci    2026-05-02T13:00Z  2026-05-02T13:00Z (ended)  2026-05-02T13:00Z
                bcdefghj  control  -     2026-05-02T13:00Z  never                      -

                """)
        let json = String(decoding: TokenTable.json(tokens), as: UTF8.self)
        #expect(json.contains(#""id":"bcdefghj","scope":"control""#))
        #expect(!(text + json).lowercased().contains("abab") && !json.contains("sha256"))
    }

    @Test func `The secret is the last word of what is said`() {
        for token in tokens {
            let said = TokenTable.announcement(of: token, in: "./data", secret: "perch_i_secret")
            #expect(said.split(whereSeparator: \.isWhitespace).last == "perch_i_secret")
        }
    }
}
