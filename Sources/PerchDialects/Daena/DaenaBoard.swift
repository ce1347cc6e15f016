import PerchJSON
import PerchModel

/// Who is active or idle and who works together, kept by the rows of the world as they change.
struct DaenaBoard {
    private let project: String?
    private var agents: [DaenaKey: DaenaStanding] = [:]
    /// The activities that go on, by the keys of their rows, with whose they are.
    private var open: [String: DaenaKey?] = [:]
    /// The collaborations that go on, by the keys of their rows.
    private var collaborations: [String: CollaborationRow] = [:]

    /// A map of more agents would be of no use to anybody: of more than so many the most recently active are listed.
    static let listed = 1_000

    /// The board as a picture shows it: of all projects, or of one.
    init(_ picture: some Picture, project: String?) {
        self.project = project
        for kind in [RowKind.agent, .activity, .memory, .decision, .collaboration] {
            picture.forEachRow(ofKind: kind, project: project) { _ = take($0) }
        }
    }

    /// Everybody who is known.
    var known: Set<DaenaKey> { Set(agents.lazy.filter { $0.value.isKnown }.map(\.key)) }

    /// Takes a change in; tells whether somebody stands differently now.
    mutating func take(_ patch: Patch) -> Bool {
        if let row = patch.row { return take(row) }
        switch patch.view {
        case .agents:
            let parts = RowKey.parts(of: patch.key, 2)
            return agents.removeValue(forKey: DaenaKey(parts[0], parts.count > 1 ? parts[1] : "")) != nil
        case .collaboration: return close(patch.key) || collaborations.removeValue(forKey: patch.key) != nil
        default: return false
        }
    }

    private mutating func take(_ row: Row) -> Bool {
        guard project == nil || row.project == project else { return false }
        switch row {
        case .agent(let row): return update(DaenaKey(row.project, row.agent)) { $0.take(row) }
        case .activity(let row): return take(row)
        case .memory(let row): return settle(row.agent, row.project, row.time)
        case .decision(let row): return settle(row.agent, row.project, row.time)
        case .collaboration(let row):
            let former = collaborations.removeValue(forKey: row.key)
            if row.state == .active { collaborations[row.key] = row }
            return former?.participants != collaborations[row.key]?.participants
        default: return false
        }
    }

    private mutating func take(_ row: ActivityRow) -> Bool {
        let agent = row.agent.map { DaenaKey(row.project, $0) }
        if row.state == .active { open.updateValue(agent, forKey: row.key) } else { open.removeValue(forKey: row.key) }
        guard let agent else { return false }
        return update(agent) { $0.take(row) }
    }

    /// What is done in a moment leaves nobody active.
    private mutating func settle(_ agent: String?, _ project: String, _ time: Timestamp) -> Bool {
        guard let agent else { return false }
        return update(DaenaKey(project, agent)) { $0.settle(time) }
    }

    /// An activity is no longer remembered.
    private mutating func close(_ key: String) -> Bool {
        guard let owner = open.removeValue(forKey: key), let owner else { return false }
        return update(owner) { $0.forget(RowKey.parts(of: key, 3).last ?? "") }
    }

    private mutating func update(_ key: DaenaKey, _ body: (inout DaenaStanding) -> Void) -> Bool {
        let before = agents[key].map { ($0.isKnown, $0.shown) }
        body(&agents[key, default: DaenaStanding()])
        let after = agents[key].map { ($0.isKnown, $0.shown) }
        return before?.0 != after?.0 || before?.1 != after?.1
    }
}

extension DaenaBoard {
    /// The collaborations that go on, the oldest first.
    var active: [CollaborationRow] {
        collaborations.values.sorted { ($0.started ?? .earliest, $0.key) < ($1.started ?? .earliest, $1.key) }
    }

    /// Everybody by name; who takes part in a collaboration and has done nothing yet is idle.
    private func everybody() -> [String: DaenaShown] {
        var all: [String: DaenaShown] = [:]
        for (key, standing) in agents where standing.isKnown {
            all[key.agent, default: DaenaShown()].add(standing.shown)
        }
        for participant in collaborations.values.flatMap(\.participants) {
            all[participant, default: DaenaShown()].collaborations += 1
        }
        return all
    }

    /// Writes the sums and the agents as they are asked for: `agent-status`.
    func writeStatus(to writer: inout JSONWriter) {
        let all = everybody()
        let active = all.values.count { $0.isActive }
        writer.field("total_agents", all.count)
        writer.field("active_agents", active)
        writer.field("idle_agents", all.count - active)
        writer.field("active_activities", open.count)
        writer.field("active_collaborations", collaborations.count)
        write(all, to: &writer) { writer, shown in
            writer.orNull("current_activity", shown.current?.id)
            writer.field("collaboration_count", shown.collaborations)
        }
    }

    /// Writes the agents as `agent_status_update` tells them.
    func writeAgents(to writer: inout JSONWriter) {
        write(everybody(), to: &writer) { writer, shown in
            writer.orNull("current_activity", shown.current?.id)
            writer.orNull("last_activity", shown.last?.id)
        }
    }

    private func write(
        _ all: [String: DaenaShown], to writer: inout JSONWriter, _ fields: (inout JSONWriter, DaenaShown) -> Void
    ) {
        writer.object("agents") { writer in
            for (agent, shown) in listed(all).sorted(by: { $0.key < $1.key }) {
                writer.key(agent)
                writer.object { writer in
                    writer.field("status", shown.isActive ? "active" : "idle")
                    fields(&writer, shown)
                }
            }
        }
    }

    private func listed(_ all: [String: DaenaShown]) -> [String: DaenaShown] {
        guard all.count > Self.listed else { return all }
        let recent = agents.sorted { $0.value.lastActive > $1.value.lastActive }.lazy.map(\.key.agent)
        let names = Set(recent.prefix(Self.listed))
        return all.filter { names.contains($0.key) }
    }
}
