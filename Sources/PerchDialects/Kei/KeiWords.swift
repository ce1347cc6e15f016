import PerchJSON
import PerchModel

/// Puts what other systems report into kei's four words.
enum KeiWords {
    /// The lines an event becomes, and who is alive after it.
    static func lines(of event: Event, alive: inout RecentMemory<String, Void>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for agent in appearing(event) where alive.insert(KeiID(event.project, agent).key) {
            lines.append(spawn(agent, event))
        }
        if let own = own(event, alive: &alive) { lines.append(own) }
        return lines
    }

    /// Who is there by this event. What is said about an agent from outside is no sign of it.
    private static func appearing(_ event: Event) -> [String] {
        var agents: [String] = []
        switch event.body {
        case .agentPresence(let presence) where presence.status != .active: return []
        case .agentFinished, .attentionRaised, .attentionCleared: return []
        case .activityRecorded(let activity) where activity.type == "agent_completed": return []
        case .threadOpened(let thread): agents = [event.agent, thread.child].compactMap { $0 }
        default: agents = event.agent.map { [$0] } ?? []
        }
        return agents.filter { $0.isName && $0 != "main" && $0 != event.session && !Person.isNamed($0) }
    }

    private static func spawn(_ agent: String, _ event: Event) -> [UInt8] {
        let start: AgentStarted? = if case .agentStarted(let start) = event.body { start } else { nil }
        let thread: ThreadOpened? = if case .threadOpened(let thread) = event.body { thread } else { nil }
        return line("agent_spawn", id: agent, event) { writer in
            writer.orNull(
                "parent_id", start?.parent ?? (thread?.child == agent ? thread?.parent : nil) ?? event.session)
            writer.orNull("subagent_type", start?.role ?? start?.name)
            writer.orNull("model", start?.model)
            writer.orNull("branch", start?.branch)
            writer.field("prompt_preview", start?.promptPreview ?? "")
        }
    }

    private static func own(_ event: Event, alive: inout RecentMemory<String, Void>) -> [UInt8]? {
        switch event.body {
        case .toolStarted(let start):
            return line("tool_use", id: start.call ?? "event-\(event.seq)", event) { writer in
                writer.field("agent_id", event.agent ?? "main")
                writer.field("tool", start.tool)
            }
        case .skillUsed(let skill):
            return line("skill_use", id: skill.call ?? "event-\(event.seq)", event) { writer in
                writer.field("agent_id", event.agent ?? "main")
                writer.field("skill", skill.skill)
                writer.field("success", skill.ok ?? true)
            }
        case .agentFinished(let finish): return done(event, alive: &alive, finish)
        case .agentPresence(let presence) where presence.status == .offline:
            // Who has said that it is done was told so already.
            guard let agent = event.agent, alive.contains(KeiID(event.project, agent).key) else { return nil }
            return done(event, alive: &alive, nil)
        case .activityRecorded(let activity) where activity.type == "agent_completed":
            return done(event, alive: &alive, nil)
        default: return nil
        }
    }

    private static func done(_ event: Event, alive: inout RecentMemory<String, Void>, _ finish: AgentFinished?)
        -> [UInt8]?
    {
        guard let agent = event.agent else { return nil }
        alive.remove(KeiID(event.project, agent).key)
        return line("agent_done", id: agent, event) { writer in
            writer.orNull("outcome", outcome(finish))
            writer.orNull("duration_ms", finish?.duration)
            writer.orNull("tool_use_count", finish?.toolCount)
            writer.orNull("cost_usd", finish?.cost)
        }
    }

    /// kei colours four outcomes; others are told in the nearest of them, and what is none of them as nothing.
    private static func outcome(_ finish: AgentFinished?) -> String? {
        guard let finish else { return nil }
        if finish.hasFailed { return "fail" }
        switch finish.outcome?.lowercased() {
        case "functional", "success", "succeeded", "completed", "complete", "done", "ok", "pass", "passed":
            return "functional"
        case "partial": return "partial"
        case "scaffolding": return "scaffolding"
        default: return nil
        }
    }

    private static func line(
        _ name: StaticString, id: String, _ event: Event, _ fields: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("ts", event.time.milliseconds)
            writer.field("event", "\(name)")
            writer.field("id", id)
            fields(&writer)
        }
        return writer.bytes
    }
}
