import PerchJSON
import PerchModel

/// What one client of the WebSocket sees: all projects or one, everything or what it asked for.
struct DaenaSubscription: Subscription {
    let project: String?
    var filter: DaenaFilter

    func isAbout(_ project: String) -> Bool { self.project == nil || self.project == project }

    func makeEncoder(from picture: some Picture) -> any FeedEncoder {
        DaenaEncoder(self, DaenaBoard(picture, project: project))
    }

    /// `collaboration_state`, and the agents once more in the form that pages draw them from.
    func greeting(from picture: some Picture, at now: Timestamp) -> [Message] {
        let board = DaenaBoard(picture, project: project)
        let state = DaenaFrame.bytes("collaboration_state", at: now) { writer in
            writer.object("agent_status") { board.writeStatus(to: &$0) }
            writer.array("active_collaborations") { writer in
                for collaboration in board.active { writer.object { collaboration.writeSession(to: &$0) } }
            }
        }
        let greeting = [Message(state, seq: picture.seq)]
        return filter.passes(.status) ? greeting + [Message(status(board, at: now))] : greeting
    }

    /// `agent_status_update`
    func status(_ board: DaenaBoard, at now: Timestamp) -> [UInt8] {
        DaenaFrame(.status, at: now) { board.writeAgents(to: &$0) }.bytes
    }
}

extension CollaborationRow {
    /// Writes the fields of a collaboration as clients know it.
    func writeSession(to writer: inout JSONWriter) {
        writer.field("session_id", collaboration)
        writer.field("participants", participants)
        writer.orNull("started_at", started?.description)
        writer.field("activity_count", activities)
        writer.field("decision_count", decisions)
    }
}
