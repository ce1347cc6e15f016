import PerchJSON
import PerchModel

/// A frame with what a filter asks about it.
struct DaenaFrame {
    let type: DaenaFrameType
    /// The type of the activity it is about.
    var activity: String?
    let bytes: [UInt8]

    /// A frame of a type, a moment and what the closure writes besides.
    init(_ type: DaenaFrameType, activity: String? = nil, at time: Timestamp, _ fields: (inout JSONWriter) -> Void) {
        self.type = type
        self.activity = activity
        bytes = Self.bytes(type.rawValue, at: time, fields)
    }

    /// `agent_activity`
    init(_ activity: DaenaActivity) {
        self.init(.activity, activity: activity.type, at: activity.time) { writer in
            writer.key("activity")
            activity.write(to: &writer)
        }
    }

    /// The bytes of any frame.
    static func bytes(_ type: String, at time: Timestamp, _ fields: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("type", type)
            fields(&writer)
            writer.field("timestamp", time.description)
        }
        return writer.bytes
    }
}

extension DaenaFrame {
    /// What an event is told as, besides the activity that it may be a notice of.
    ///
    /// - Parameter type: The type of an activity of the world, by its id.
    static func frames(of event: Event, activityType type: (String) -> String?) -> [DaenaFrame] {
        switch event.body {
        case .activityRecorded(let activity): [DaenaFrame(DaenaActivity(activity, in: event))]
        case .activityCompleted(let end): [completed(end, event, type(end.activity))]
        case .memoryChanged(let memory): [changed(memory, event)]
        case .decisionRecorded(let decision): [decided(decision, event)]
        case .collaborationStarted(let start):
            [started(start.collaboration, start.participants ?? [], event)]
        case .collaborationEnded(let end): [ended(end.collaboration, event)]
        // A hand-off is over as soon as it is made.
        case .handoffMade(let handoff):
            [started("handoff_\(event.seq)", [handoff.from, handoff.to], event), ended("handoff_\(event.seq)", event)]
        default: DaenaNotices.notice(of: event).map { [DaenaFrame($0)] } ?? []
        }
    }

    private static func completed(_ end: ActivityCompleted, _ event: Event, _ type: String?) -> DaenaFrame {
        DaenaFrame(.activityCompleted, activity: type, at: event.time) { writer in
            writer.field("activity_id", end.activity)
            writer.field("success", end.success ?? true)
        }
    }

    private static func changed(_ memory: MemoryChanged, _ event: Event) -> DaenaFrame {
        DaenaFrame(.memory, at: event.time) { writer in
            writer.object("update") { writer in
                writer.field("operation", memory.operation)
                writer.field("item_id", memory.item)
                writer.orNull("agent_id", event.agent)
                writer.field("timestamp", event.time.secondsSince1970)
                writer.field("metadata", memory.metadata.asObject)
            }
        }
    }

    private static func decided(_ decision: DecisionRecorded, _ event: Event) -> DaenaFrame {
        DaenaFrame(.decision, at: event.time) { writer in
            writer.object("decision") { writer in
                writer.orNull("session_id", decision.collaboration)
                writer.field("decision", decision.decision)
                writer.orNull("agent_id", event.agent)
                writer.field("timestamp", event.time.secondsSince1970)
                writer.field("metadata", decision.metadata.asObject)
            }
        }
    }

    private static func started(_ session: String, _ participants: [String], _ event: Event) -> DaenaFrame {
        DaenaFrame(.collaborationStarted, at: event.time) { writer in
            writer.object("session") { writer in
                writer.field("session_id", session)
                writer.field("participants", participants)
                writer.field("started_at", event.time.description)
            }
        }
    }

    private static func ended(_ session: String, _ event: Event) -> DaenaFrame {
        DaenaFrame(.collaborationEnded, at: event.time) { $0.field("session_id", session) }
    }
}
