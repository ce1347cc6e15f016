import PerchJSON
import PerchModel

/// The schemas of events as they are sent: one a kind, one for every other name, and what any of them may be.
enum EventSchemas {
    /// Adds them to the schemas that are being written.
    static func write(to writer: inout JSONWriter) {
        writer.key("Event")
        event(to: &writer)
        writer.key("Name")
        writer.raw(name)
        writer.key("Time")
        writer.raw(time)
        for kind in Kind.allCases {
            writer.key("Event." + kind.rawValue)
            self.kind(kind, to: &writer)
            writer.key("data." + kind.rawValue)
            data(of: kind, to: &writer)
        }
        writer.key("Event.other")
        other(to: &writer)
    }

    private static func event(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("anyOf")
            writer.array { writer in
                for name in Kind.allCases.map(\.rawValue) + ["other"] {
                    writer.object { $0.field("$ref", "#/components/schemas/Event." + name) }
                }
            }
        }
    }

    private static func kind(_ kind: Kind, to writer: inout JSONWriter) {
        let needsData = kind.fields.contains(where: \.required)
        object(required: needsData ? ["kind", "data"] : ["kind"], to: &writer) { writer in
            writer.key("kind")
            writer.object { $0.field("const", kind.rawValue) }
            writer.key("data")
            writer.object { $0.field("$ref", "#/components/schemas/data." + kind.rawValue) }
        }
    }

    /// An event of a kind that is not in the table is kept as it is.
    private static func other(to writer: inout JSONWriter) {
        object(required: ["kind"], to: &writer) { writer in
            writer.key("kind")
            writer.object { writer in
                writer.field("type", "string")
                writer.field("minLength", 1)
                writer.field("maxLength", 512)
                writer.key("not")
                writer.object { $0.field("enum", Kind.allCases.map(\.rawValue)) }
            }
            writer.key("data")
            writer.raw(#"{"type":["object","null"]}"# as StaticString)
        }
    }

    /// An event: its kind and data, and the fields that all of them have.
    private static func object(
        required: [String], to writer: inout JSONWriter, _ own: (inout JSONWriter) -> Void
    ) {
        writer.object { writer in
            writer.field("type", "object")
            writer.field("required", required)
            writer.key("properties")
            writer.object { writer in
                own(&writer)
                writer.key("time")
                writer.object { $0.field("$ref", "#/components/schemas/Time") }
                for name in ["project", "session", "agent", "id"] {
                    writer.key(name)
                    writer.object { $0.field("$ref", "#/components/schemas/Name") }
                }
            }
        }
    }

    private static func data(of kind: Kind, to writer: inout JSONWriter) {
        let required = kind.fields.filter(\.required).map(\.name)
        writer.object { writer in
            writer.field("type", required.isEmpty ? ["object", "null"] : ["object"])
            if !required.isEmpty { writer.field("required", required) }
            writer.key("properties")
            writer.object { writer in
                for field in kind.fields {
                    writer.key(field.name)
                    self.field(field, to: &writer)
                }
            }
        }
    }

    private static func field(_ field: FieldSpec, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("description", field.meaning)
            switch field.shape {
            case .any: break
            case .choice(let words): choice(words, field, to: &writer)
            case .integer:
                writer.field("type", types("integer", field))
                writer.field("minimum", Int64.min)
                writer.field("maximum", Int64.max)
            case .string: writer.field("type", types("string", field))
            case .number: writer.field("type", types("number", field))
            case .boolean: writer.field("type", types("boolean", field))
            case .strings:
                writer.field("type", types("array", field))
                writer.key("items")
                writer.object { $0.field("type", "string") }
            }
        }
    }

    private static func choice(_ words: [String], _ field: FieldSpec, to writer: inout JSONWriter) {
        writer.key("enum")
        writer.array { writer in
            for word in words { writer.value(word) }
            if !field.required { writer.null() }
        }
    }

    /// Null stands for an absent field.
    private static func types(_ name: String, _ field: FieldSpec) -> [String] {
        field.required ? [name] : [name, "null"]
    }

    private static let name: StaticString = #"""
        {"type":["string","null"],"minLength":1,"maxLength":512,"description":"A text of the sender's; the same `id` twice is one event."}
        """#

    private static let time: StaticString = #"""
        {"description":"When, as ISO 8601 or epoch milliseconds; the server's clock where it is absent.",
        "anyOf":[{"type":"string","format":"date-time"},
        {"type":"number","minimum":-62135596800000,"maximum":253402300799999},{"type":"null"}]}
        """#
}
