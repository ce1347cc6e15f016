import PerchJSON
import PerchModel

/// One client of the bus by Socket.IO, over polls or a WebSocket or first these and then that.
struct SocketIOConversation: Conversation {
    /// Whether the client owes an answer to a ping.
    private enum Pulse {
        case resting, asked
    }

    private let sid: String
    private let upgrades: [String]
    private let subscription: BusSubscription
    private let hasHistory: Bool
    private var pulse = Pulse.resting
    private var isConnected = false
    /// Binary messages that are still to come of an event nobody wants.
    private var attachments = 0

    /// An event has at most so many binary messages.
    private static let attachmentLimit = 16

    init(sid: String, upgrades: [String], _ subscription: BusSubscription, hasHistory: Bool) {
        self.sid = sid
        self.upgrades = upgrades
        self.subscription = subscription
        self.hasHistory = hasHistory
    }

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        .done([.say(EngineIO.open(sid: sid, upgrades: upgrades)), .wake(milliseconds: EngineIO.pingInterval)])
    }

    mutating func wake(at now: Timestamp) -> Reaction<[Step]> {
        guard case .resting = pulse else { return .done([.close(1000, reason: "ping timeout")]) }
        pulse = .asked
        return .done([.say(EngineIO.ping), .wake(milliseconds: EngineIO.pingTimeout)])
    }

    mutating func moved(at now: Timestamp) -> Reaction<[Step]> {
        switch pulse {
        case .resting: .done([.wake(milliseconds: EngineIO.pingInterval)])
        case .asked: .done([.wake(milliseconds: EngineIO.pingTimeout)])
        }
    }

    mutating func hear(_ text: [UInt8], at now: Timestamp) -> Reaction<[Step]> {
        if attachments > 0 {
            attachments -= 1
            return .done([])
        }
        switch text.first {
        case UInt8(ascii: "1"): return .done([.close(1000, reason: "")])
        case UInt8(ascii: "2"): return .done([.say([UInt8(ascii: "3")] + text.dropFirst())])
        case UInt8(ascii: "3"): return ponged()
        case UInt8(ascii: "4"): return SocketIOPacket(text.dropFirst()).map { hear($0, at: now) } ?? .done([])
        // Upgrades are the business of the connection that they are to; all else is nothing.
        default: return .done([])
        }
    }

    private mutating func ponged() -> Reaction<[Step]> {
        guard case .asked = pulse else { return .done([]) }
        pulse = .resting
        return .done([.wake(milliseconds: EngineIO.pingInterval)])
    }

    // MARK: Socket.IO

    private mutating func hear(_ packet: SocketIOPacket, at now: Timestamp) -> Reaction<[Step]> {
        guard packet.namespace == "/" else {
            // What belongs to a namespace that was refused is nothing, as in the original.
            return .done(packet.kind == .connect ? [.say(SocketIOPacket.refused(Self.shown(packet.namespace)))] : [])
        }
        switch packet.kind {
        case .connect: return connect(at: now)
        case .disconnect: return .done([.say(EngineIO.close), .close(1000, reason: "")])
        case .event: return isConnected ? hear(event: packet, at: now) : .done([])
        case .binaryEvent, .binaryAck: return refuse(binary: packet)
        case .ack, .connectError: return .done([])
        }
    }

    /// A namespace is told back, but not at any length; a scalar that would be cut in two is left out.
    private static func shown(_ namespace: String) -> String {
        var shown = String.UnicodeScalarView()
        var room = 128
        for scalar in namespace.unicodeScalars {
            room -= UTF8.width(scalar)
            guard room >= 0 else { break }
            shown.append(scalar)
        }
        return String(shown)
    }

    private mutating func connect(at now: Timestamp) -> Reaction<[Step]> {
        guard !isConnected else { return .done([]) }
        isConnected = true
        let (sid, subscription) = (sid, subscription)
        return BusHistory.read(subscription, limit: hasHistory ? BusHistory.limit : 0) { history throws(PerchError) in
            .done([
                .say(SocketIOPacket.connected(sid: sid)),
                .say(SocketIOPacket.event("connected", BusGreeting.data(history, at: now).bytes)),
                .say(SocketIOPacket.event("event_history", history.array)),
                .resume(subscription, after: history.seq, subscription.filter),
            ])
        }
    }

    private func hear(event packet: SocketIOPacket, at now: Timestamp) -> Reaction<[Step]> {
        let ack: [Step] = packet.id.map { [.say(SocketIOPacket.ack($0))] } ?? []
        switch packet.event?.name {
        case "ping":
            return .done(ack + [.say(SocketIOPacket.event("pong", BusGreeting.pong(at: now).bytes))])
        case "request_history" where hasHistory:
            return BusHistory.read(subscription) { history throws(PerchError) in
                .done(ack + [.say(SocketIOPacket.event("event_history", history.array))])
            }
        default: return .done(ack)
        }
    }

    /// There is nothing on the bus that would be binary.
    private mutating func refuse(binary packet: SocketIOPacket) -> Reaction<[Step]> {
        guard packet.attachments <= Self.attachmentLimit else { return .done([.close(1009, reason: "")]) }
        attachments = packet.attachments
        return .done([.say(SocketIOPacket.event("error", Array(#"{"message":"Binary is not understood here."}"#.utf8)))]
        )
    }
}
