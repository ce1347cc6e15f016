import PerchJSON
import PerchModel

/// Follows a bus by Socket.IO over a WebSocket, as the original speaks.
struct SocketIOListener: Listener {
    let target: String
    private let intake: BusIntake
    /// Binary messages that are still to come of an event we do not understand.
    private var attachments = 0

    init(target: String, log: String) {
        self.target = Self.complete(target)
        intake = BusIntake(log: log)
    }

    /// Path and query with what a client has to say in them.
    private static func complete(_ target: String) -> String {
        let path = target.prefix { $0 != "?" }
        let query = target.dropFirst(path.count + 1).split(separator: "&").filter {
            !$0.hasPrefix("EIO=") && !$0.hasPrefix("transport=") && !$0.hasPrefix("sid=")
        }
        let items = ["EIO=4", "transport=websocket"] + query.map(String.init)
        return (path.isEmpty || path == "/" ? "/socket.io/" : String(path)) + "?" + items.joined(separator: "&")
    }

    /// The server speaks first.
    mutating func begin() -> Heard { Heard() }

    mutating func hear(_ text: [UInt8]) -> Heard {
        if attachments > 0 {
            attachments -= 1
            return Heard()
        }
        switch text.first {
        case UInt8(ascii: "0"): return Heard(replies: [Array("40".utf8)])
        case UInt8(ascii: "1"): return Heard(isOver: true)
        case UInt8(ascii: "2"): return Heard(replies: [[UInt8(ascii: "3")] + text.dropFirst()])
        case UInt8(ascii: "4"): return SocketIOPacket(text.dropFirst()).map { hear($0) } ?? Heard()
        default: return Heard()
        }
    }

    private mutating func hear(_ packet: SocketIOPacket) -> Heard {
        guard packet.namespace == "/" else { return Heard() }
        switch packet.kind {
        case .event: return hear(event: packet)
        case .disconnect, .connectError: return Heard(isOver: true)
        case .binaryEvent, .binaryAck:
            attachments = max(0, packet.attachments)
            return Heard()
        case .connect, .ack: return Heard()
        }
    }

    private func hear(event packet: SocketIOPacket) -> Heard {
        let replies = packet.id.map { [SocketIOPacket.ack($0)] } ?? []
        guard let event = packet.event, let argument = event.argument else { return Heard(replies: replies) }
        switch event.name {
        case "event", "event_history": return Heard(intake.drafts(of: argument), replies: replies)
        default: return Heard(replies: replies)
        }
    }
}
