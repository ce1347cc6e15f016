import PerchModel

/// What the agent chat's own doors report.
enum ChatDraft {
    /// Something that happens in a conversation now: its run is the session, and whoever speaks is the agent.
    static func of(
        _ body: Body, in run: String?, by agent: String?, project: String? = nil, _ ask: Ask
    ) -> Draft {
        Draft(
            body, source: AgentChatDialect.name, project: project ?? ask.project ?? Draft.defaultProject,
            session: run.flatMap { $0.isName ? $0 : nil }, agent: agent.flatMap { $0.isName ? $0 : nil }, time: ask.now)
    }
}
