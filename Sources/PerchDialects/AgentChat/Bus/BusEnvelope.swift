import PerchJSON
import PerchModel

/// Events as the bus's clients get them: `{"event_type":…,"data":{…},"server_timestamp":…,"event_id":…}`.
struct BusEnvelope {
    /// The name of our own log, which the ids of our own events begin with.
    let log: String

    /// What the bus tells of an event; nil where it tells nothing.
    func text(of event: Event, runs: ThreadRuns) -> [UInt8]? {
        guard let told = BusEvent(of: event).map({ Self.completed($0, event, runs) }) ?? BusWords.event(of: event, runs)
        else { return nil }
        return Self.text(of: told, at: event.received, id: id(of: event))
    }

    /// Any event in an envelope.
    static func text(of event: BusEvent, at now: Timestamp, id: String? = nil) -> [UInt8] {
        var writer = JSONWriter(reserving: event.data.bytes.count + 160)
        writer.object { writer in
            writer.field("event_type", event.type)
            writer.field("data", event.data)
            writer.field("server_timestamp", now.withOffset)
            writer.field("event_id", id)
        }
        return writer.bytes
    }

    /// Begins the ids of what another bus told.
    static let foreignPrefix = "bus:"

    /// An id that an event keeps on its way from bus to bus, by which it is known where it has been already.
    private func id(of event: Event) -> String {
        if event.source == EventBus.source, let id = event.draft.id, id.hasPrefix(Self.foreignPrefix) {
            return String(id.dropFirst(Self.foreignPrefix.count))
        }
        return "\(log)-\(event.seq)"
    }

    /// Adds what clients count on and the sender left out: the time, and a message's run.
    private static func completed(_ told: BusEvent, _ event: Event, _ runs: ThreadRuns) -> BusEvent {
        guard let object = try? JSONParser().parse(told.data.bytes).objectValue else { return told }
        let isChat = told.type.hasPrefix("agent_chat_")
        var writer = JSONWriter(reserving: told.data.bytes.count + 96)
        writer.object { writer in
            for (key, value) in object {
                writer.key(key)
                writer.value(value)
            }
            if object["timestamp"] == nil { writer.field("timestamp", event.time.withOffset) }
            if isChat, object["created_at"] == nil { writer.field("created_at", event.time.withOffset) }
            if isChat, object["run_id"] == nil { writer.field("run_id", runs.run(of: event)) }
        }
        return BusEvent(told.type, data: writer.text)
    }
}
