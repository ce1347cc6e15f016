import PerchJSON
import PerchModel

/// The JSON object of a report, read with refusals that name the field.
struct AgentCraftBody {
    private let object: JSONObject

    private static let agentLimit = 100

    init(_ object: JSONObject) {
        self.object = object
    }

    /// A text.
    func text(_ key: StaticString) throws(PerchError) -> String? {
        do { return try object.string(key) } catch { throw PerchError(refusing: error) }
    }

    /// A text under one of two keys.
    func text(_ key: StaticString, or other: StaticString) throws(PerchError) -> String? {
        if let text = try text(key) { return text }
        return try text(other)
    }

    /// A text that must be there.
    func requiredText(_ key: StaticString) throws(PerchError) -> String {
        do { return try object.requiredString(key) } catch { throw PerchError(refusing: error) }
    }

    /// A name, of an agent for instance.
    func name(_ key: StaticString) throws(PerchError) -> String? {
        guard let name = try text(key) else { return nil }
        return try Self.name(name, "\(key)")
    }

    /// A name under one of two keys.
    func name(_ key: StaticString, or other: StaticString) throws(PerchError) -> String? {
        if let name = try name(key) { return name }
        return try name(other)
    }

    /// A name that must be there, under one of two keys.
    func requiredName(_ key: StaticString, or other: StaticString) throws(PerchError) -> String {
        if let name = try name(key, or: other) { return name }
        throw PerchError(.invalidEvent, "\"\(key)\" is missing.", parameter: "\(key)")
    }

    /// A share from 0 to 100.
    func progress() throws(PerchError) -> Double? {
        let progress: Double?
        do { progress = try object.double("progress") } catch { throw PerchError(refusing: error) }
        guard let progress else { return nil }
        guard (0...100).contains(progress) else {
            throw PerchError(.invalidEvent, "\"progress\" must be from 0 to 100.", parameter: "progress")
        }
        return progress
    }

    /// A word of AgentCraft's for what an agent does.
    func status() throws(PerchError) -> AgentStatus? {
        guard let word = try text("status") else { return nil }
        guard let status = AgentCraftStatus.status(word) else {
            let words = AgentCraftStatus.words.joined(separator: ", ")
            throw PerchError(.invalidEvent, "\"status\" must be one of \(words).", parameter: "status")
        }
        return status
    }

    /// `true` or `false`.
    func truth(_ key: StaticString) throws(PerchError) -> Bool? {
        do { return try object.bool(key) } catch { throw PerchError(refusing: error) }
    }

    /// Whatever stands there.
    func json(_ key: StaticString) -> JSONText? { object.value(key)?.text() }

    /// The agents of a session that begins: each by its name, or by an id and a name.
    func agents() throws(PerchError) -> [AgentCraftNamed] {
        let list: JSONArray?
        do { list = try object.array("agents") } catch { throw PerchError(refusing: error) }
        var agents: [AgentCraftNamed] = []
        guard let list else { return [] }
        guard list.count <= Self.agentLimit else {
            throw PerchError(.tooLarge, "At most \(Self.agentLimit) agents at once.", parameter: "agents")
        }
        for element in list {
            if let name = element.stringValue {
                agents.append(AgentCraftNamed(id: try Self.name(name, "agents"), name: name))
            } else if let object = element.objectValue {
                agents.append(try AgentCraftNamed(AgentCraftBody(object)))
            } else {
                throw PerchError(.invalidEvent, "\"agents\" must hold names or objects.", parameter: "agents")
            }
        }
        return agents
    }

    static func name(_ name: String, _ field: String) throws(PerchError) -> String {
        guard name.isName else {
            throw PerchError(.invalidEvent, "\"\(field)\" must be a text of 1 to 512 characters.", parameter: field)
        }
        return name
    }
}

/// An agent as a report names it.
struct AgentCraftNamed: Sendable, Equatable {
    /// Its id, or nil where only a name was given.
    var id: String?
    var name: String?
    var role: String?

    init(id: String?, name: String?, role: String? = nil) {
        self.id = id
        self.name = name
        self.role = role
    }

    /// Reads `agent_id` and `agent_name`; one of them is enough.
    init(_ body: AgentCraftBody, id: String? = nil) throws(PerchError) {
        let given = try body.name("agent_id")
        self.id = id ?? given
        name = try body.name("agent_name", or: "name")
        role = try body.text("role")
        guard self.id != nil || name != nil else {
            throw PerchError(
                .invalidEvent, "\"agent_id\" or \"agent_name\" is missing.", parameter: "agent_id")
        }
    }
}
