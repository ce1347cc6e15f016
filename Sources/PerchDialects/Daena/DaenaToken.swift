import PerchCrypto
import PerchJSON
import PerchModel

/// The claims of a JSON Web Token (RFC 7519) whose signature is right.
struct DaenaToken {
    /// What kind of token it is: `access` or `refresh`.
    let type: String?
    let role: String?
    /// When it ends, when it begins, and when it was made, in seconds since 1970; nil where it does not tell.
    let end: Double
    let begin: Double?
    let made: Double?

    /// How far apart two machines' clocks may be, in seconds.
    static let leeway = 10.0
    /// Who may watch.
    static let roles: Set<String> = ["admin", "founder", "monitor"]

    /// Reads a token; nil where it is none, is signed otherwise than by HS256 with this secret, or tells no subject or end.
    init?(_ text: String, signedWith secret: SecretKey) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
        guard parts.count == 3, let header = Self.object(parts[0]), let signature = Base64URL.decode(parts[2]),
            header["alg"]?.stringValue == "HS256", header["crit"] == nil
        else { return nil }
        // Over the text as it came (RFC 7515, 5.2), before anything it claims is looked at.
        let message = parts[0] + [UInt8(ascii: ".")] + parts[1]
        guard ConstantTime.equal(HMAC.sha256(key: secret.bytes, message: message), signature),
            let claims = Self.object(parts[1]), claims["sub"]?.stringValue?.isEmpty == false,
            let end = claims["exp"]?.doubleValue
        else { return nil }
        guard let begin = Self.moment(claims["nbf"]), let made = Self.moment(claims["iat"]) else { return nil }
        (self.end, self.begin, self.made) = (end, begin, made)
        type = claims["type"]?.stringValue
        role = claims["role"]?.stringValue
    }

    /// Whether whoever shows it at a moment may watch.
    func mayWatch(at now: Timestamp) -> Bool {
        let now = now.secondsSince1970
        guard end > now - Self.leeway, [begin, made].allSatisfy({ ($0 ?? 0) <= now + Self.leeway }) else {
            return false
        }
        return type == "access" && role.map(Self.roles.contains) == true
    }

    private static func object(_ part: [UInt8]) -> JSONObject? {
        Base64URL.decode(part).flatMap { try? JSONParser().parse($0).objectValue }
    }

    /// A moment that may be left out; nil where something else stands in its place.
    private static func moment(_ claim: JSONElement?) -> Double?? {
        guard let claim else { return .some(nil) }
        return claim.doubleValue.map { .some($0) }
    }
}
