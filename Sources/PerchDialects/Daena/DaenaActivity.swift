import PerchJSON
import PerchModel

/// An activity as clients are told it.
struct DaenaActivity {
    var id: String
    var agent: String?
    var department: String?
    var type: String
    var time: Timestamp
    var metadata: JSONText?
    var related: [String] = []
    var status = ActivityState.completed
    /// The number of its event; 0 for an appearance, which is before whatever happened at the same moment.
    let seq: Seq

    init(_ type: DaenaActivityType, id: String, agent: String, time: Timestamp, seq: Seq = 0) {
        (self.id, self.agent, self.type, self.time, self.seq) = (id, agent, type.rawValue, time, seq)
    }

    /// One that was recorded.
    init(_ row: ActivityRow) {
        (id, agent, department, type) = (row.activity, row.agent, row.department, row.type ?? "")
        (time, metadata, related, status) = (row.time, row.metadata, row.related, row.state)
        seq = row.seq
    }

    /// One that is being recorded.
    init(_ activity: ActivityRecorded, in event: Event) {
        id = activity.activity ?? "#\(event.seq)"
        (agent, department, type, time) = (event.agent, activity.department, activity.type, event.time)
        (metadata, related, status) = (activity.metadata, activity.related ?? [], .active)
        seq = event.seq
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("activity_id", id)
            writer.orNull("agent_id", agent)
            writer.orNull("department", department)
            writer.field("activity_type", type)
            writer.field("timestamp", time.secondsSince1970)
            writer.field("metadata", metadata.asObject)
            writer.field("related_agents", related)
            writer.field("status", status.rawValue)
        }
    }
}
