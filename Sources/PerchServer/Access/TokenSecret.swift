import PerchCrypto
public import PerchModel
import PerchSystem

/// Making secrets, and what is kept of them.
public enum TokenSecret: Sendable {
    /// A secret nobody can guess: 32 random bytes as letters, digits, `-` and `_`, behind what tells what it is for.
    static func make(_ kind: Character) -> String {
        "perch_\(kind)_" + letters(SystemRandom.bytes(32))
    }

    /// A token with its secret, which is nowhere else from now on.
    ///
    /// - Parameter lasting: After how many microseconds it ends; nil for never.
    public static func makeToken(
        _ scope: Scope, name: String?, lasting: Int64?, at now: Timestamp
    ) -> (token: StoredToken, secret: String) {
        let secret = make(scope.rawValue.first ?? "t")
        let token = StoredToken(
            id: String(SystemRandom.bytes(8).map { idLetters[Int($0 & 31)] }), name: name, scope: scope,
            digest: digest(of: secret), created: now, expires: lasting.map { now.advanced(by: $0) })
        return (token, secret)
    }

    /// What is kept of a secret. A plain hash will do: nobody tries 2²⁵⁶ secrets.
    static func digest(of secret: String) -> [UInt8] { SHA256.hash(Array(secret.utf8)) }

    private static let idLetters = Array("abcdefghijkmnpqrstuvwxyz23456789")

    /// Base64 for addresses, without padding (RFC 4648, 5).
    static func letters(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var text = ""
        var (word, bits) = (UInt32(0), 0)
        for byte in bytes {
            (word, bits) = (word << 8 | UInt32(byte), bits + 8)
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(word >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(word << UInt32(6 - bits) & 63)]) }
        return text
    }
}
