import PerchJSON
import PerchModel

/// What a hook is told: the fields that the emitters look at, each of them absent where it has another type.
struct HookCall {
    let time: Timestamp
    private let root: JSONObject

    /// Nil for anything but one object.
    init?(json: [UInt8], at time: Timestamp) {
        guard let root = try? JSONParser().parse(json).objectValue else { return nil }
        self.root = root
        self.time = time
    }

    /// The longest name or id that is passed on, in code points; what is longer is cut, everywhere alike.
    static let longestName = 256

    /// Whether it is a call of one of the tools, made by a hook of this event; agents that do not tell their event are believed.
    func isCall(of tools: Set<String>, _ event: String) -> Bool {
        guard let tool = name("tool_name"), tools.contains(tool) else { return false }
        return self.event == nil || self.event == event
    }

    /// The tool that asks for a sub-agent, by today's name and by the one it had.
    static let agentTools: Set<String> = ["Agent", "Task"]

    var event: String? { name("hook_event_name") }
    var tool: String? { name("tool_name") }
    /// The call's own id.
    var call: String? { name("tool_use_id") ?? name("toolUseId") }
    var session: String? { name("session_id") }
    /// The sub-agent the hook runs in or tells of; nil in the session's main conversation.
    var agent: String? { name("agent_id") }
    var agentType: String? { name("agent_type") }
    var input: JSONObject? { root["tool_input"]?.objectValue }
    var response: JSONElement? { root["tool_response"] }
    var lastMessage: JSONElement? { root["last_assistant_message"] }
    var duration: Int64? { root["duration_ms"]?.count }

    private func name(_ key: StaticString) -> String? { root.name(key) }
}

extension JSONObject {
    /// A short text that is not empty; nil where the field is anything else.
    func name(_ key: StaticString) -> String? {
        guard let text = self[key]?.stringValue, !text.isEmpty else { return nil }
        return text.beginning(HookCall.longestName)
    }
}

extension JSONElement {
    /// A number of things or milliseconds: whole, not negative; a fraction is rounded.
    var count: Int64? {
        if let whole = int64Value { return whole >= 0 ? whole : nil }
        return doubleValue.flatMap { $0 >= 0 ? Int64(exactly: $0.rounded()) : nil }
    }
}

extension String {
    /// The first code points, so that no cluster of marks makes it long.
    func beginning(_ count: Int) -> String {
        guard utf8.count > count else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(count)))
    }
}
