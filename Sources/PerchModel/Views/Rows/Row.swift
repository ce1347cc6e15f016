public import PerchJSON

/// One row of a view as it is told to clients and kept in checkpoints.
///
/// It is boxed, so that handing it on costs one reference however wide the row is.
public indirect enum Row: Sendable, Equatable {
    /// See ``AgentRow``.
    case agent(AgentRow)
    /// See ``NodeRow``.
    case node(NodeRow)
    /// See ``WorkRow``.
    case work(WorkRow)
    /// See ``ThreadRow``.
    case thread(ThreadRow)
    /// See ``MessageRow``.
    case message(MessageRow)
    /// See ``SessionRow``.
    case session(SessionRow)
    /// See ``OutputRow``.
    case output(OutputRow)
    /// See ``LogRow``.
    case log(LogRow)
    /// See ``ActivityRow``.
    case activity(ActivityRow)
    /// See ``CollaborationRow``.
    case collaboration(CollaborationRow)
    /// See ``DecisionRow``.
    case decision(DecisionRow)
    /// See ``MemoryRow``.
    case memory(MemoryRow)
    /// See ``HandoffRow``.
    case handoff(HandoffRow)
    /// See ``FeatureRow``.
    case feature(FeatureRow)
    /// See ``SyncRow``.
    case sync(SyncRow)
    /// See ``AttentionRow``.
    case attention(AttentionRow)
    /// See ``TotalsRow``.
    case total(TotalsRow)
    /// See ``DayRow``.
    case day(DayRow)
}

extension Row {
    /// What it holds, whatever its kind.
    public var content: any RowContent {
        switch self {
        case .agent(let row): row
        case .node(let row): row
        case .work(let row): row
        case .thread(let row): row
        case .message(let row): row
        case .session(let row): row
        case .output(let row): row
        case .log(let row): row
        case .activity(let row): row
        case .collaboration(let row): row
        case .decision(let row): row
        case .memory(let row): row
        case .handoff(let row): row
        case .feature(let row): row
        case .sync(let row): row
        case .attention(let row): row
        case .total(let row): row
        case .day(let row): row
        }
    }

    /// Its kind.
    public var kind: RowKind { type(of: content).kind }
    /// The view it stands in.
    public var view: ViewName { kind.view }
    /// The project it belongs to; empty where it is about all of them.
    public var project: String { content.project }
    /// Its key within its view.
    public var key: String { content.key }

    /// Writes it as one JSON object.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .agent(let row): row.write(to: &writer)
        case .node(let row): row.write(to: &writer)
        case .work(let row): row.write(to: &writer)
        case .thread(let row): row.write(to: &writer)
        case .message(let row): row.write(to: &writer)
        case .session(let row): row.write(to: &writer)
        case .output(let row): row.write(to: &writer)
        case .log(let row): row.write(to: &writer)
        case .activity(let row): row.write(to: &writer)
        case .collaboration(let row): row.write(to: &writer)
        case .decision(let row): row.write(to: &writer)
        case .memory(let row): row.write(to: &writer)
        case .handoff(let row): row.write(to: &writer)
        case .feature(let row): row.write(to: &writer)
        case .sync(let row): row.write(to: &writer)
        case .attention(let row): row.write(to: &writer)
        case .total(let row): row.write(to: &writer)
        case .day(let row): row.write(to: &writer)
        }
    }

    /// Reads what ``write(to:)`` wrote; nothing is lost on the way.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        guard let kind = RowKind(rawValue: try object.requiredString("row")) else {
            throw .wrongType(field: "row", expected: "a kind of row")
        }
        switch kind {
        case .agent: self = .agent(try AgentRow(object))
        case .node: self = .node(try NodeRow(object))
        case .work: self = .work(try WorkRow(object))
        case .thread: self = .thread(try ThreadRow(object))
        case .message: self = .message(try MessageRow(object))
        case .session: self = .session(try SessionRow(object))
        case .output: self = .output(try OutputRow(object))
        case .log: self = .log(try LogRow(object))
        case .activity: self = .activity(try ActivityRow(object))
        case .collaboration: self = .collaboration(try CollaborationRow(object))
        case .decision: self = .decision(try DecisionRow(object))
        case .memory: self = .memory(try MemoryRow(object))
        case .handoff: self = .handoff(try HandoffRow(object))
        case .feature: self = .feature(try FeatureRow(object))
        case .sync: self = .sync(try SyncRow(object))
        case .attention: self = .attention(try AttentionRow(object))
        case .total: self = .total(try TotalsRow(object))
        case .day: self = .day(try DayRow(object))
        }
    }
}
