import PerchJSON
import PerchModel

/// The last tool calls, the latest first.
struct HtmlGraphActivity: HtmlGraphTable {
    private var calls: [HtmlGraphEvent] = []

    static let count = 20

    mutating func absorb(_ event: Event) -> Bool {
        switch event.body {
        case .toolStarted, .skillUsed: break
        default: return false
        }
        let place = calls.firstIndex { $0.event.seq < event.seq } ?? calls.count
        guard place < Self.count else { return false }
        var call = HtmlGraphEvent(event)
        call.take(event.body)
        calls.insert(call, at: place)
        if calls.count > Self.count { calls.removeLast() }
        return true
    }

    func rows(at now: Timestamp) -> [(inout JSONWriter) -> Void] {
        calls.map { call in { writer in call.writeActivity(to: &writer) } }
    }
}

extension HtmlGraphEvent {
    /// Writes what a list of the latest calls shows.
    fileprivate func writeActivity(to writer: inout JSONWriter) {
        writer.field("event_id", Self.id(of: event))
        writer.orNull("agent_id", event.agent)
        writer.orNull("tool_name", tool)
        writer.orNull("input_summary", summary(input))
        writer.field("timestamp", event.time)
    }
}
