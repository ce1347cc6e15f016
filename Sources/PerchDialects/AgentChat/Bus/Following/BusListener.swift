import PerchJSON
import PerchModel

/// Follows a bus by a plain WebSocket whose messages are envelopes.
struct BusListener: Listener {
    let target: String
    private let intake: BusIntake

    init(target: String, log: String) {
        self.target = target.isEmpty ? "/" : target
        intake = BusIntake(log: log)
    }

    /// What was told while nobody listened is asked for.
    mutating func begin() -> Heard { Heard(replies: [Array(#"{"type":"request_history"}"#.utf8)]) }

    mutating func hear(_ text: [UInt8]) -> Heard {
        guard let element = try? JSONParser().parse(text) else { return Heard() }
        if element.arrayValue != nil { return Heard(intake.drafts(of: element)) }
        guard let envelope = element.objectValue else { return Heard() }
        switch envelope["event_type"]?.stringValue {
        case nil, "connected", "pong": return Heard()
        case "event_history":
            guard let data = envelope.value("data") else { return Heard() }
            return Heard(intake.drafts(of: data.objectValue?["events"] ?? data))
        case "ping": return Heard(replies: [Array(#"{"type":"pong"}"#.utf8)])
        default: return Heard(intake.drafts(of: element))
        }
    }
}
