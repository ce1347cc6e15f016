import PerchJSON
import PerchModel

extension HtmlGraphDialect {
    /// Who is there: watched, asked, and reported.
    var presenceDoors: [Door] {
        [
            .socket("/ws/presence", roster),
            .get("/api/presence", Self.presences),
            .get("/api/presence/{agent_id}", Self.presence),
            .post("/api/presence/{agent_id}", Self.report),
        ]
    }

    @Sendable private func roster(_ ask: Ask) throws(PerchError) -> Reception {
        reception(HtmlGraphClient(HtmlGraphRoster(project: ask.project), id: ask.newID()), at: "presence", of: ask)
    }

    @Sendable private static func presences(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        .survey { picture in
            let agents = HtmlGraphPresence.all(in: picture, project: ask.project).map(\.presence)
            return .done(.object { $0.agents(agents, at: ask.now) })
        }
    }

    /// The agent of the project that is asked about, else of the usual one, else of any.
    @Sendable private static func presence(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        .look { picture throws(PerchError) in
            let (agent, project) = (ask[parameter: "agent_id"], ask.project ?? Draft.defaultProject)
            if let row = HtmlGraphPresence.row(of: agent, in: project, picture) { return .done(answer(row)) }
            guard ask.project == nil else { throw PerchError(.notFound, "Agent not found") }
            return .survey { picture throws(PerchError) in
                guard let row = HtmlGraphPresence.row(of: agent, inAnyOf: picture) else {
                    throw PerchError(.notFound, "Agent not found")
                }
                return .done(answer(row))
            }
        }
    }

    private static func answer(_ row: AgentRow) -> Answer {
        .json { HtmlGraphPresence(row).write(to: &$0) }
    }

    @Sendable private static func report(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let report = try HtmlGraphReport(ask)
        let (agent, project) = (ask[parameter: "agent_id"], ask.project ?? Draft.defaultProject)
        return .look { picture throws(PerchError) in
            let known = HtmlGraphPresence.row(of: agent, in: project, picture)
            return .report(report.drafts(lastTool: known?.lastTool)) { () throws(PerchError) in
                // Who may only report is not shown what others reported.
                ask.grant.allows(.read) ? try presence(ask) : .done(.object { $0.field("agent_id", agent) })
            }
        }
    }
}
