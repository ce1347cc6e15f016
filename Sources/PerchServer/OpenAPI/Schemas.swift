import PerchJSON
import PerchModel

/// The schemas of answers.
enum Schemas {
    static func write(to writer: inout JSONWriter) {
        writer.object { writer in
            EventSchemas.write(to: &writer)
            writer.key("Moment")
            writer.raw(moment)
            writer.key("StoredEvent")
            writer.raw(stored)
            writer.key("Receipt")
            writer.raw(receipt)
            writer.key("Page")
            writer.raw(page)
            writer.key("State")
            state(to: &writer)
            writer.key("Health")
            writer.raw(health)
            writer.key("Error")
            error(ErrorCode.allCases.map(\.rawValue), to: &writer)
        }
    }

    private static func state(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", "object")
            writer.field("required", ["seq", "views"])
            writer.key("properties")
            writer.object { writer in
                writer.key("seq")
                writer.raw(#"{"type":"integer","minimum":0}"# as StaticString)
                writer.key("time")
                writer.raw(#"{"type":"string","format":"date-time"}"# as StaticString)
                writer.key("views")
                views(to: &writer)
            }
        }
    }

    private static func views(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", "object")
            writer.field("additionalProperties", false)
            writer.key("properties")
            writer.object { writer in
                for view in ViewName.allCases {
                    writer.key(view.rawValue)
                    writer.raw(rows)
                }
            }
        }
    }

    /// A refusal of one of these codes.
    static func error(_ codes: [String], to writer: inout JSONWriter) {
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
                        writer.object { $0.field("enum", codes) }
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

    private static let moment: StaticString = """
        {"description":"A seq or a time.","anyOf":[{"type":"integer","minimum":0,"maximum":999999999999999},\
        {"type":"string","format":"date-time"}]}
        """

    private static let rows: StaticString = """
        {"type":"object","additionalProperties":{"type":"object","required":["row","project"],\
        "properties":{"row":{"type":"string"},"project":{"type":"string"}}}}
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

    private static let health: StaticString = """
        {"type":"object","required":["status","service","version","log","seq","uptime_seconds"],"properties":{\
        "status":{"const":"ok"},"service":{"const":"perch"},"version":{"type":"string"},"log":{"type":"string"},\
        "seq":{"type":"integer","minimum":0},"uptime_seconds":{"type":"integer","minimum":0}}}
        """
}
