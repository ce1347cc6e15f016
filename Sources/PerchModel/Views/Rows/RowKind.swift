/// The kinds of rows; each belongs to one view.
public enum RowKind: String, Sendable, CaseIterable, Hashable {
    case agent, node, work, thread, message, session, output, log
    case activity, collaboration, decision, memory, handoff, feature, sync, attention, total, day

    /// The view its rows stand in.
    public var view: ViewName {
        switch self {
        case .agent: .agents
        case .node: .graph
        case .work: .work
        case .thread, .message: .chat
        case .session, .output, .log: .sessions
        case .activity, .collaboration, .decision, .memory, .handoff: .collaboration
        case .feature, .sync: .features
        case .attention: .attention
        case .total, .day: .totals
        }
    }
}
