import PerchJSON
import PerchModel

/// The sessions that run.
struct HtmlGraphSessions: HtmlGraphTable {
    private struct Session: Equatable {
        let id: String
        let agent: String?
        let created: Timestamp?
        let updated: Timestamp?
    }

    private var sessions: [String: Session] = [:]

    init(from picture: some Picture, project: String?) {
        picture.forEachRow(ofKind: .session, project: project) { row in sessions[row.key] = Self.session(row) }
    }

    var readsRows: Bool { true }

    private static func session(_ row: Row?) -> Session? {
        guard case .session(let row)? = row, row.state == .active else { return nil }
        return Session(id: row.session, agent: row.agents.first, created: row.started, updated: row.lastActive)
    }

    mutating func absorb(_ patch: Patch) -> Bool {
        guard patch.view == .sessions else { return false }
        let session = Self.session(patch.row)
        guard sessions[patch.key] != session else { return false }
        sessions[patch.key] = session
        return true
    }

    func rows(at now: Timestamp) -> [(inout JSONWriter) -> Void] {
        let latest = sessions.values.sorted {
            ($0.updated ?? .earliest, $0.id) > ($1.updated ?? .earliest, $1.id)
        }
        return latest.map { session in
            { writer in
                writer.field("session_id", session.id)
                writer.orNull("agent_assigned", session.agent)
                writer.orNull("created_at", session.created?.description)
                writer.orNull("updated_at", session.updated?.description)
            }
        }
    }
}
