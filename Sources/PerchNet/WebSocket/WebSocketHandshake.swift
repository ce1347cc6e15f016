/// The proof that a server understood a WebSocket handshake (RFC 6455 4.2.2).
public enum WebSocketHandshake: Sendable {
    /// Appended to the client's key before hashing; fixed by RFC 6455 1.3.
    private static let salt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// The value of `Sec-WebSocket-Accept` that answers a `Sec-WebSocket-Key`.
    public static func accept(for key: String) -> String {
        Base64.encode(SHA1.hash(Array((key + salt).utf8)))
    }

    /// Whether a client's key is what it must be: 16 bytes in base64 (RFC 6455 4.1).
    public static func isKey(_ key: String) -> Bool {
        let bytes = Array(key.utf8)
        return bytes.count == 24 && bytes[22...].elementsEqual("==".utf8)
            && bytes[..<22].allSatisfy { Base64.alphabet.contains($0) }
    }

    /// A client's key made of 16 random bytes.
    public static func key(random: [UInt8]) -> String { Base64.encode(random) }
}

/// Base64 with padding (RFC 4648 4).
enum Base64 {
    static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var word = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            word <<= UInt32(8 * (3 - group.count))
            for index in 0..<4 {
                let letter = alphabet[Int(word >> UInt32(18 - 6 * index) & 0x3F)]
                text.append(index <= group.count ? letter : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
