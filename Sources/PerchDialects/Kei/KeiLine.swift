import PerchJSON
import PerchModel

/// Reads one line of kei's event file; whatever it says, its own bytes are kept for those who watch `/stream`.
enum KeiLine {
    /// The draft of a line.
    ///
    /// - Throws: `JSONError` where the line is no JSON object. An event that is not known is an event all the same.
    static func draft(
        _ bytes: [UInt8], _ range: Range<Int>, parser: JSONParser, project: String?
    ) throws(JSONError) -> Draft {
        let object = try parser.parse(bytes, range: range).object()
        var draft = Draft(body(object), source: KeiDialect.name, project: project ?? Draft.defaultProject)
        draft.raw = verbatim(bytes[range])
        draft.time = object["ts"]?.stringValue.flatMap { Timestamp(iso8601: $0) }
        (draft.agent, draft.session) = subject(object)
        return draft
    }

    /// The line as a JSON string: as an object it would be written anew when it is read back, with other escapes and spaces.
    private static func verbatim(_ line: ArraySlice<UInt8>) -> JSONText {
        let isBlank: (UInt8) -> Bool = { $0 <= 0x20 }
        let line = line.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        var writer = JSONWriter(reserving: line.count + 64)
        writer.value(String(decoding: Array(line), as: UTF8.self))
        return writer.text
    }

    /// The line that ``verbatim(_:)`` kept.
    static func line(of raw: JSONText) -> [UInt8]? {
        guard let line = try? JSONParser().parse(raw.bytes).stringValue else { return nil }
        return Array(line.utf8)
    }

    /// Whom a line is about. An agent without an id of its own cannot be told from others like it, so it is none.
    private static func subject(_ line: JSONObject) -> (agent: String?, session: String?) {
        let session = name(line, "parent_id")
        switch line["event"]?.stringValue {
        case "agent_spawn", "agent_done":
            let id = name(line, "id")
            return (id == "unknown" ? nil : id, session)
        case "tool_use", "skill_use": return (name(line, "agent_id") ?? "main", session)
        default: return (name(line, "agent_id"), session)
        }
    }

    private static func body(_ line: JSONObject) -> Body {
        switch line["event"]?.stringValue {
        case "agent_spawn":
            return .agentStarted(
                AgentStarted(
                    role: text(line, "subagent_type"), parent: name(line, "parent_id"), model: text(line, "model"),
                    call: name(line, "id"), promptPreview: text(line, "prompt_preview"), branch: text(line, "branch")))
        case "agent_done":
            return .agentFinished(
                AgentFinished(
                    outcome: text(line, "outcome"), duration: line["duration_ms"]?.doubleValue,
                    toolCount: line["tool_use_count"]?.int64Value, cost: line["cost_usd"]?.doubleValue))
        case "tool_use":
            // Without the call's id: nobody will ever tell of its end.
            return .toolStarted(ToolStarted(tool: text(line, "tool") ?? "unknown"))
        case "skill_use":
            return .skillUsed(
                SkillUsed(
                    skill: text(line, "skill") ?? "unknown", ok: line["success"]?.boolValue, call: name(line, "id")))
        case let other: return .other(name: "kei." + named(other), data: line.element.text())
        }
    }

    private static func named(_ event: String?) -> String {
        guard let event, event.isName, event.utf8.count < 400 else { return "event" }
        return event
    }

    private static func name(_ line: JSONObject, _ key: StaticString) -> String? {
        guard let name = line[key]?.stringValue, name.isName else { return nil }
        return name
    }

    private static func text(_ line: JSONObject, _ key: StaticString) -> String? {
        line[key]?.stringValue
    }
}
