import PerchJSON
import PerchModel
import PerchTesting
import Testing

@testable import PerchDialects

/// Events of the bus as tests write them.
enum BusScene {
    static func event(_ type: String, _ data: String = "{}") throws -> BusEvent {
        BusEvent(type, data: try JSONText(validating: Array(data.utf8)))
    }

    static func draft(_ type: String, _ data: String = "{}") throws -> Draft {
        BusDraft.draft(of: try event(type, data), project: nil)
    }

    /// What a client is told of drafts.
    static func told(_ drafts: [Draft], flavour: BusSubscription.Flavour = .plain, log: String = "log") -> [String] {
        let subscription = BusSubscription(project: nil, log: log, flavour: flavour)
        var encoder = subscription.makeEncoder(from: EmptyPicture())
        encoder.absorb(Feed(seq: Seq(drafts.count), batch: Batch.of(drafts, from: 1), patches: []))
        var told: [String] = []
        encoder.flush(at: .earliest) { told.append(String(decoding: $0.bytes, as: UTF8.self)) }
        return told
    }

    static func envelope(_ text: String) throws -> (type: String, data: JSONObject, id: String?) {
        let object = try JSONParser().parse(Array(text.utf8)).object()
        return (
            try object.requiredString("event_type"), try object.requiredObject("data"), try object.string("event_id")
        )
    }

    /// Every type that is known, with what it needs.
    static let samples: [(type: String, data: String)] = [
        ("agent_chat_thread_created", #"{"thread_id":"t","run_id":"r","parent_agent":"a","child_agent":"b"}"#),
        (
            "agent_chat_message_sent",
            #"{"thread_id":"t","message_id":"m","from_agent":"a","to_agent":"b","content":"ö"}"#
        ),
        ("agent_chat_thread_closed", #"{"thread_id":"t","status":"completed","result":"ok"}"#),
        ("heartbeat", #"{"service_id":"s","progress":50}"#), ("status_update", #"{"service_id":"s","status":"idle"}"#),
        ("alert", #"{"service_id":"s","message":"m","severity":"high"}"#), ("job_started", #"{"job_id":"j"}"#),
        ("task_completed", #"{"task_id":"j"}"#), ("waiting", #"{"agent_id":"a"}"#), ("failed", #"{"agent_id":"a"}"#),
        ("approval_required", #"{"agent_id":"a"}"#), ("hhmrs_restart", #"{"agent_id":"a","restart_count":1}"#),
        ("never_heard_of", #"{"deep":[{"x":[null,1.5,true]}]}"#), ("of_no_object", "[1,2]"), ("of_a_word", #""w""#),
    ]
}
