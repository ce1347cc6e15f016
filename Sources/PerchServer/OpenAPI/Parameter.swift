import PerchDialects
import PerchJSON
import PerchModel

/// The parameters the doors know, each described once.
enum Parameter: String, Sendable, CaseIterable {
    case after, before, at, speed, limit, order, kind, agent, session, project, q, views, log, token
    case lastEventID = "Last-Event-ID"

    static func writeAll(to writer: inout JSONWriter) {
        writer.object { writer in
            for parameter in allCases {
                writer.key(parameter.rawValue)
                parameter.write(to: &writer)
            }
        }
    }

    func writeReference(to writer: inout JSONWriter) {
        writer.object { $0.field("$ref", "#/components/parameters/" + rawValue) }
    }

    private func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("name", rawValue)
            writer.field("in", self == .lastEventID ? "header" : "query")
            writer.field("description", meaning)
            writer.key("schema")
            writeSchema(to: &writer)
        }
    }

    private func writeSchema(to writer: inout JSONWriter) {
        switch self {
        case .after, .before, .at: writer.object { $0.field("$ref", "#/components/schemas/Moment") }
        case .speed: writer.raw(#"{"type":"number","minimum":0.05,"maximum":1000}"# as StaticString)
        case .limit: writer.raw(#"{"type":"integer","minimum":1,"maximum":10000,"default":100}"# as StaticString)
        case .order: writer.raw(#"{"enum":["oldest","newest"],"default":"oldest"}"# as StaticString)
        case .kind: pattern("^[^,]+(,[^,]+){0,\(QueryReader.mostKinds - 1)}$", to: &writer)
        case .views:
            let view = "(" + ViewName.allCases.map(\.rawValue).joined(separator: "|") + ")"
            pattern("^\(view)(,\(view))*$", to: &writer)
        case .q:
            writer.object { writer in
                writer.field("type", "string")
                writer.field("minLength", 1)
                writer.field("maxLength", QueryReader.longestQuestion)
            }
        case .agent, .session, .project, .log, .token: writer.raw(#"{"type":"string","minLength":1}"# as StaticString)
        case .lastEventID: writer.raw(#"{"type":"integer","minimum":0}"# as StaticString)
        }
    }

    private func pattern(_ pattern: String, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", "string")
            writer.field("pattern", pattern)
        }
    }

    private var meaning: String {
        switch self {
        case .after: "Begin after this seq or time."
        case .before: "Only events before this seq or time."
        case .at: "The past, at this seq or time; does not go with `after`."
        case .speed: "How fast the past is played; goes with `at`."
        case .limit: "At most so many."
        case .order: "Which come first."
        case .kind: "Kinds, separated by commas; a `*` at the end of one stands for all that begin so."
        case .agent: "The agent's id."
        case .session: "The session."
        case .project: "The project."
        case .q: "Words; each must begin a word of the event's texts."
        case .views: "Views, separated by commas; all where it is absent."
        case .log: "The log the client counts in; another one's answer is 410."
        case .token: "What is to be exchanged: a token to read or control, or the link's."
        case .lastEventID: "The last event the client had; wins over `after` and `at`."
        }
    }
}
