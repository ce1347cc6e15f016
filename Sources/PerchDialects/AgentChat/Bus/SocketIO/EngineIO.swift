import PerchJSON

/// Engine.IO, protocol 4: what carries Socket.IO over polls or a WebSocket.
enum EngineIO {
    /// Milliseconds between two pings of the server.
    static let pingInterval = 25_000
    /// Milliseconds within which a ping is to be answered.
    static let pingTimeout = 20_000
    /// The most bytes of a client's request or message.
    static let maxPayload = 1_000_000
    /// The most packets of one request, so that one does not fill a client's queue.
    static let packets = 32
    /// Milliseconds within which an upgrade that was begun is to be ended.
    static let upgradeTimeout = 10_000

    static let close = Array("1".utf8)
    static let ping = Array("2".utf8)
    static let noop = Array("6".utf8)
    static let probe = Array("2probe".utf8)
    static let probed = Array("3probe".utf8)
    static let upgrade = Array("5".utf8)

    /// What a client is told first.
    static func open(sid: String, upgrades: [String]) -> [UInt8] {
        var writer = JSONWriter()
        writer.bytes.append(UInt8(ascii: "0"))
        writer.object { writer in
            writer.field("sid", sid)
            writer.field("upgrades", upgrades)
            writer.field("pingInterval", pingInterval)
            writer.field("pingTimeout", pingTimeout)
            writer.field("maxPayload", maxPayload)
        }
        return writer.bytes
    }

    /// The packets of a request's body; nil where there are too many.
    static func packets(of body: [UInt8]) -> [[UInt8]]? {
        let packets = body.split(separator: 0x1E, maxSplits: packets, omittingEmptySubsequences: true)
        return packets.count > Self.packets ? nil : packets.map { Array($0) }
    }

    /// Why a request is no part of a conversation, as every Engine.IO server says it.
    enum Fault: Int {
        case unknownTransport, unknownID, badMethod, badRequest, forbidden, unsupportedVersion

        var answer: Answer {
            .object(status: 400) { writer in
                writer.field("code", rawValue)
                writer.field("message", message)
            }
        }

        private var message: String {
            switch self {
            case .unknownTransport: "Transport unknown"
            case .unknownID: "Session ID unknown"
            case .badMethod: "Bad handshake method"
            case .badRequest: "Bad request"
            case .forbidden: "Forbidden"
            case .unsupportedVersion: "Unsupported protocol version"
            }
        }
    }
}
