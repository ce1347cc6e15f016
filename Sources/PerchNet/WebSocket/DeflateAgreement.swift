/// What both ends agreed on for permessage-deflate (RFC 7692 7).
///
/// Perch never takes context over in either direction: a message is compressed once for all clients, and no
/// connection keeps a window.
public struct DeflateAgreement: Equatable, Sendable {
    /// The largest window, as a power of two, that this server may use for this client: 9 to 15.
    public let serverWindowBits: Int
    /// Whether the client asked for a window of its choice, so that the answer names it.
    private let namesServerWindow: Bool

    /// The value of `Sec-WebSocket-Extensions` in the server's answer.
    public var headerValue: String {
        // RFC 7692 7.1.1.2: client_no_context_takeover may be in the answer though it was not offered.
        let window = namesServerWindow ? "; server_max_window_bits=\(serverWindowBits)" : ""
        return "permessage-deflate; server_no_context_takeover; client_no_context_takeover" + window
    }

    /// Takes the first acceptable offer of a client; nil when there is none.
    ///
    /// An offer with an unknown, repeated or invalid parameter is declined (RFC 7692 7.1), and so is a server window
    /// of 8 bits, which zlib cannot make.
    /// - Parameter headers: All values of `Sec-WebSocket-Extensions`, in order.
    public init?(offers headers: [String]) {
        for offer in headers.flatMap(ExtensionOffer.parse) where offer.name == "permessage-deflate" {
            guard let agreement = DeflateAgreement(offer) else { continue }
            self = agreement
            return
        }
        return nil
    }

    private init?(_ offer: ExtensionOffer) {
        var seen: Set<String> = []
        var window: Int?
        for (name, value) in offer.parameters {
            guard seen.insert(name).inserted else { return nil }
            switch (name, value) {
            case ("server_no_context_takeover", nil), ("client_no_context_takeover", nil): continue
            case ("client_max_window_bits", nil): continue
            case ("client_max_window_bits", let value?):
                // Any window inflates with the largest one, so there is nothing to answer.
                guard Self.windowBits(value) != nil else { return nil }
            case ("server_max_window_bits", let value?):
                guard let bits = Self.windowBits(value), bits > 8 else { return nil }
                window = bits
            default: return nil
            }
        }
        serverWindowBits = window ?? 15
        namesServerWindow = window != nil
    }

    /// 8 to 15 in decimal without a leading zero (RFC 7692 7.1.2).
    private static func windowBits(_ text: String) -> Int? {
        ["8": 8, "9": 9, "10": 10, "11": 11, "12": 12, "13": 13, "14": 14, "15": 15][text]
    }
}
