import PerchModel
import PerchNet

/// By what right somebody is let in.
enum Credential: Sendable, Hashable {
    /// By none: because everybody is, or in vain.
    case nobody
    /// The access token of the server's start.
    case access
    /// A token that was made, by its id.
    case stored(String)
    /// A browser's cookie, by its number.
    case session(Int)
    /// The link that was printed at the start; it is good for one cookie and nothing else.
    case link
}

/// A secret a request shows, and where.
struct Presented: Sendable {
    /// Where a request may carry a secret, in the order they are looked at.
    enum Carrier: String, Sendable {
        case header, subprotocol, query, cookie
    }

    let secret: String
    let carrier: Carrier

    /// The cookie's name.
    static let cookie = "perch_token"

    /// The first there is. A wrong one is not passed over for the next: who shows a secret means it.
    init?(_ request: Request) {
        if let secret = Self.header(request) {
            self.init(secret: secret, carrier: .header)
        } else if let secret = Self.subprotocol(request) {
            self.init(secret: secret, carrier: .subprotocol)
        } else if let secret = request.query("token") {
            self.init(secret: secret, carrier: .query)
        } else if let secret = Self.cookie(request) {
            self.init(secret: secret, carrier: .cookie)
        } else {
            return nil
        }
    }

    private init(secret: String, carrier: Carrier) {
        self.secret = secret
        self.carrier = carrier
    }

    private static func header(_ request: Request) -> String? {
        guard let header = request.headers["authorization"], header.lowercased().hasPrefix("bearer ") else {
            return nil
        }
        return String(header.dropFirst(7).drop { $0 == " " })
    }

    /// What follows `bearer` in the list: a browser can give its WebSockets no header of their own.
    private static func subprotocol(_ request: Request) -> String? {
        let offered = request.headers.list("sec-websocket-protocol")
        guard let mark = offered.firstIndex(where: { $0.lowercased() == "bearer" }) else { return nil }
        return mark + 1 < offered.count ? offered[mark + 1] : nil
    }

    static func cookie(_ request: Request) -> String? {
        for header in request.headers.values("cookie") {
            for pair in header.split(separator: ";") {
                let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
                if parts.count == 2, parts[0] == cookie { return String(parts[1]) }
            }
        }
        return nil
    }
}
