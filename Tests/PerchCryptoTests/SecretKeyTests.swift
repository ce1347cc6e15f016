import PerchCrypto
import Testing

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { (String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)) }.joined()
}

@Suite struct SecretKeyTests {
    @Test func `A secret is only ever printed as dots`() throws {
        let key = try #require(SecretKey("correct horse"))
        let box = [key].description + "\(key)" + String(reflecting: key) + String(describing: Optional(key))
        #expect(!box.contains("horse"))
        var dumped = ""
        dump(["in a list": [key]], to: &dumped)
        #expect(!dumped.contains("horse") && !dumped.contains("104"))
    }

    @Test func `A secret matches itself and nothing else, whatever the length`() throws {
        let key = try #require(SecretKey("secret-1"))
        #expect(key.matches("secret-1"))
        for other in ["", "secret-", "secret-2", "secret-11", "Secret-1", "secret-1\u{0}"] {
            #expect(!key.matches(other))
        }
        #expect(SecretKey("") == nil)
    }

    @Test(arguments: [
        // RFC 4231, cases 1, 2 and 6.
        (
            [UInt8](repeating: 0x0b, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `The keyed hash of the standard's examples is the standard's`(key: [UInt8], text: String, code: String) {
        #expect(hex(HMAC.sha256(key: key, message: Array(text.utf8))) == code)
    }
}
