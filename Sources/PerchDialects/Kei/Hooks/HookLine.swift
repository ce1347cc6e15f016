import PerchJSON
import PerchModel

/// Writes lines of the event file: every event begins with its time, its name and its id.
enum HookLine {
    static func of(
        _ event: String, id: String?, at time: Timestamp, _ rest: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.field("ts", milliseconds(time))
            object.field("event", event)
            object.field("id", id ?? "unknown")
            rest(&object)
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// As kei's readers know it, `2026-05-02T13:00:00.000Z`.
    private static func milliseconds(_ time: Timestamp) -> String { time.description.prefix(23) + "Z" }
}

/// Members that kei's lines always have: `null` stands for what is not known.
extension JSONWriter {
    mutating func known(_ key: StaticString, _ value: String?) {
        self.key(key)
        if let value { self.value(value) } else { null() }
    }

    mutating func known(_ key: StaticString, _ value: Int64?) {
        self.key(key)
        if let value { self.value(value) } else { null() }
    }

    mutating func known(_ key: StaticString, _ value: Double?) {
        self.key(key)
        if let value { self.value(value) } else { null() }
    }
}
