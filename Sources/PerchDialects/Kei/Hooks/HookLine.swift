import PerchJSON
import PerchModel

/// Writes lines of the event file: every event begins with its time, its name and its id.
enum HookLine {
    static func of(
        _ event: String, id: String?, at time: Timestamp, _ rest: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.field("ts", time.milliseconds)
            object.field("event", event)
            object.field("id", id ?? "unknown")
            rest(&object)
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
