import PerchJSON
import PerchModel

/// The schemas of events and answers.
enum Schemas {
    static func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("Event")
            event(to: &writer)
            for kind in Kind.allCases {
                writer.key("data." + kind.rawValue)
                data(of: kind, to: &writer)
            }
            writer.key("StoredEvent")
            writer.raw(stored)
            writer.key("Receipt")
            writer.raw(receipt)
            writer.key("Page")
            writer.raw(page)
            writer.key("State")
            writer.raw(state)
            writer.key("Health")
            writer.raw(health)
            writer.key("Error")
            error(to: &writer)
        }
    }

    /// An event as it is sent: of a known kind with that kind's data, or of any other.
    private static func event(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("allOf")
            writer.array { writer in
                writer.raw(common)
                for kind in Kind.allCases where !kind.fields.isEmpty { condition(kind, to: &writer) }
            }
        }
    }

    private static func condition(_ kind: Kind, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("if")
            writer.object { writer in
                writer.key("properties")
                writer.object { writer in
                    writer.key("kind")
                    writer.object { $0.field("const", kind.rawValue) }
                }
            }
            writer.key("then")
            writer.object { writer in
                if kind.fields.contains(where: \.required) { writer.field("required", ["data"]) }
                writer.key("properties")
                writer.object { writer in
                    writer.key("data")
                    writer.object { $0.field("$ref", "#/components/schemas/data." + kind.rawValue) }
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
            case .choice(let words):
                writer.key("enum")
                writer.array { writer in
                    for word in words { writer.value(word) }
                    if !field.required { writer.null() }
                }
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

    /// Null stands for an absent field.
    private static func types(_ name: String, _ field: FieldSpec) -> [String] {
        field.required ? [name] : [name, "null"]
    }

    private static func error(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", "object")
            writer.field("required", ["error"])
            writer.key("properties")
            writer.object { writer in
                writer.key("error")
                writer.object { writer in
                    writer.field("type", "object")
                    writer.field("required", ["code", "message"])
                    writer.key("properties")
                    writer.object { writer in
                        writer.key("code")
                        writer.object { $0.field("enum", ErrorCode.allCases.map(\.rawValue)) }
                        writer.key("message")
                        writer.object { $0.field("type", "string") }
                        writer.key("line")
                        writer.object { $0.field("type", "integer") }
                        writer.key("parameter")
                        writer.object { $0.field("type", "string") }
                    }
                }
            }
        }
    }

    private static let common: StaticString = """
        {"type":"object","required":["kind"],"properties":{\
        "kind":{"type":"string","minLength":1,"maxLength":128,"description":"What happened; an unknown kind is kept as it is."},\
        "time":{"description":"When, as ISO 8601 or epoch milliseconds; the server's clock where it is absent.",\
        "anyOf":[{"type":"string","format":"date-time"},{"type":"number","minimum":-62135596800000,"maximum":253402300799999},{"type":"null"}]},\
        "project":{"type":["string","null"],"minLength":1,"maxLength":128},\
        "session":{"type":["string","null"],"minLength":1,"maxLength":128},\
        "agent":{"type":["string","null"],"minLength":1,"maxLength":128},\
        "id":{"type":["string","null"],"minLength":1,"maxLength":128,"description":"The same id twice is one event."},\
        "data":{"type":["object","null"]}}}
        """

    private static let stored: StaticString = """
        {"type":"object","required":["seq","received","kind","time","project","source","data"],"properties":{\
        "seq":{"type":"integer","minimum":1},"received":{"type":"string","format":"date-time"},"kind":{"type":"string"},\
        "time":{"type":"string","format":"date-time"},"project":{"type":"string"},"session":{"type":"string"},\
        "agent":{"type":"string"},"id":{"type":"string"},"source":{"type":"string"},"data":{"type":["object","null"]},"raw":{}}}
        """

    private static let receipt: StaticString = """
        {"type":"object","required":["accepted","first_seq","last_seq","duplicates"],"properties":{\
        "accepted":{"type":"integer","minimum":0},"first_seq":{"type":["integer","null"]},\
        "last_seq":{"type":["integer","null"]},"duplicates":{"type":"integer","minimum":0}}}
        """

    private static let page: StaticString = """
        {"type":"object","required":["events","next"],"properties":{\
        "events":{"type":"array","items":{"$ref":"#/components/schemas/StoredEvent"}},"next":{"type":["integer","null"]}}}
        """

    private static let state: StaticString = """
        {"type":"object","required":["seq","views"],"properties":{"seq":{"type":"integer","minimum":0},\
        "time":{"type":"string","format":"date-time"},\
        "views":{"type":"object","additionalProperties":{"type":"object","additionalProperties":{"type":"object"}}}}}
        """

    private static let health: StaticString = """
        {"type":"object","required":["status","service","version","seq","uptime_seconds"],"properties":{\
        "status":{"const":"ok"},"service":{"const":"perch"},"version":{"type":"string"},\
        "seq":{"type":"integer","minimum":0},"uptime_seconds":{"type":"integer","minimum":0}}}
        """
}
