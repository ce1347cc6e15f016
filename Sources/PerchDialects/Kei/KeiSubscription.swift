import PerchJSON
import PerchModel

/// What one `/stream` client sees: all projects, or one.
struct KeiSubscription: Subscription {
    let project: String?

    func makeEncoder(from picture: some Picture) -> any FeedEncoder {
        KeiEncoder(project: project, alive: KeiAlive.all(in: picture, project: project).reversed().map(\.id))
    }

    /// `{"type":"snapshot","alive":[…]}`, the newest first.
    func greeting(from picture: some Picture, at now: Timestamp) -> [Message] {
        var writer = JSONWriter(reserving: 4 << 10)
        writer.object { writer in
            writer.field("type", "snapshot")
            writer.array("alive") { writer in
                for one in KeiAlive.all(in: picture, project: project) { one.write(to: &writer) }
            }
        }
        return [Message(writer.bytes)]
    }
}

/// An agent that is alive, as the snapshot tells it.
struct KeiAlive {
    let id: KeiID
    private let node: NodeRow

    /// All that are alive, the newest first. A session that agents were spawned in is the page's own centre and no branch of it.
    static func all(in picture: some Picture, project: String?) -> [KeiAlive] {
        var alive: [KeiAlive] = []
        picture.forEachRow(ofKind: .node, project: project) { row in
            guard case .node(let node) = row, node.state == .alive, !KeiID.isCentre(node, in: picture) else { return }
            alive.append(KeiAlive(id: KeiID(node.project, node.agent), node: node))
        }
        alive += unseen(in: picture, project: project)
        return alive.sorted { ($0.node.spawned ?? .earliest) > ($1.node.spawned ?? .earliest) }
    }

    /// Those that others talk to and that have not said anything themselves.
    private static func unseen(in picture: some Picture, project: String?) -> [KeiAlive] {
        var children: [KeiID: NodeRow] = [:]
        picture.forEachRow(ofKind: .thread, project: project) { row in
            guard case .thread(let thread) = row, thread.state == .open, let child = thread.child,
                picture.row(ofKind: .node, RowKey.joined(thread.project, child)) == nil, !Person.isNamed(child)
            else { return }
            var node = NodeRow(project: thread.project, agent: child)
            (node.parent, node.spawned) = (thread.parent, thread.opened)
            children[KeiID(thread.project, child)] = node
        }
        return children.map { KeiAlive(id: $0.key, node: $0.value) }
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", node.agent)
            writer.field("subagent_type", node.role ?? "unknown")
            writer.field("model", node.model ?? "unknown")
            writer.field("ts", node.spawned?.milliseconds ?? "")
            writer.field("parent_id", node.parent)
            writer.field("prompt_preview", node.promptPreview)
            writer.field("tool_count", node.tools)
            writer.field("last_tool", node.lastTool)
        }
    }
}

/// What tells agents of several projects apart.
struct KeiID: Hashable, Sendable {
    let project: String
    let agent: String

    init(_ project: String, _ agent: String) {
        self.project = project
        self.agent = agent
    }

    var key: String { RowKey.joined(project, agent) }

    /// Whether an agent is an orchestrator, which every page of kei's draws by itself.
    static func isCentre(_ node: NodeRow, in picture: some Picture) -> Bool {
        node.agent == "main" || picture.row(ofKind: .session, RowKey.joined(node.project, "session", node.agent)) != nil
    }
}

extension Timestamp {
    /// As kei writes moments: `2026-05-02T13:00:00.000Z`.
    var milliseconds: String { String(description.dropLast(4)) + "Z" }
}
