/// The four writers of kei-graph-stream's event file, each called by hooks of the coding agent.
public enum KeiEmitter: String, Sendable, CaseIterable {
    /// A sub-agent is asked for.
    case spawn
    /// A sub-agent has ended.
    case done
    /// A tool is about to be used.
    case tool
    /// A skill was used.
    case skill
}
