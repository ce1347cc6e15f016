public import PerchJSON
public import PerchModel

extension World {
    /// The whole world as one JSON object: `seq`, and per kind of row an array of its rows in order.
    ///
    /// All that is not in a row can be worked out from the rows and their order, so nothing else is kept.
    public func checkpoint() -> [UInt8] {
        var writer = JSONWriter(reserving: 1 << 20)
        writer.object { writer in
            writer.field("seq", seq)
            for kind in RowKind.allCases {
                writer.key(kind.rawValue)
                writer.array { writer in
                    for slot in order(of: kind) { write(kind, at: slot, to: &writer) }
                }
            }
        }
        return writer.bytes
    }

    /// Brings a world back as it was when ``checkpoint()`` was asked for it.
    ///
    /// - Throws: `JSONError` where the bytes are no checkpoint of this ``format``, or one of another seq.
    public init(checkpoint bytes: [UInt8], seq: Seq, limits: Limits = Limits()) throws(JSONError) {
        self.init(limits: limits)
        let object = try JSONParser(limits: JSONLimits(maxBytes: 1 << 30)).parse(bytes).object()
        guard try object.requiredInt64("seq") == seq else {
            throw .wrongType(field: "seq", expected: "the number the checkpoint was saved under")
        }
        self.seq = seq
        try restoreRoster(object)
        for kind in RowKind.allCases {
            switch kind {
            case .agent, .node: break
            case .work: try object.each(kind) { work.restore($0) }
            case .thread: try object.each(kind) { (row: ThreadRow) in chat.restore(row) }
            case .message: try object.each(kind) { (row: MessageRow) in chat.restore(row) }
            case .session: try object.each(kind) { (row: SessionRow) in sessions.restore(row) }
            case .output: try object.each(kind) { (row: OutputRow) in sessions.restore(row) }
            case .log: try object.each(kind) { (row: LogRow) in sessions.restore(row) }
            case .activity: try object.each(kind) { (row: ActivityRow) in collaborations.restore(row) }
            case .collaboration: try object.each(kind) { (row: CollaborationRow) in collaborations.restore(row) }
            case .decision: try object.each(kind) { (row: DecisionRow) in collaborations.restore(row) }
            case .memory: try object.each(kind) { (row: MemoryRow) in collaborations.restore(row) }
            case .handoff: try object.each(kind) { (row: HandoffRow) in collaborations.restore(row) }
            case .feature: try object.each(kind) { (row: FeatureRow) in features.restore(row) }
            case .sync: try object.each(kind) { (row: SyncRow) in features.restore(row) }
            case .attention: try object.each(kind) { alerts.restore($0) }
            case .total: try object.each(kind) { (row: TotalsRow) in totals.restore(row) }
            case .day: try object.each(kind) { (row: DayRow) in totals.restore(row) }
            }
        }
    }

    /// Agents and nodes stand in the same order, so they are joined by it.
    private mutating func restoreRoster(_ object: JSONObject) throws(JSONError) {
        var nodes = try object.requiredArray(RowKind.node.key).makeIterator()
        for element in try object.requiredArray(RowKind.agent.key) {
            let agent = try AgentRow(element.object())
            guard let next = nodes.next() else { throw .missing(field: "node") }
            let node = try NodeRow(next.object())
            guard agent.agent == node.agent, agent.project == node.project else {
                throw .wrongType(field: "node", expected: "in the order of the agents")
            }
            let resident = Resident(agent: agent, node: node)
            _ = roster.insert(Name(agent.project, agent.agent), resident, ended: !resident.isAlive)
        }
    }
}

extension JSONObject {
    fileprivate func each<Value: RowContent>(_ kind: RowKind, _ body: (Value) -> Void) throws(JSONError) {
        for element in try requiredArray(kind.key) {
            body(try Value(element.object()))
        }
    }
}

extension RowKind {
    /// The name of its rows in a checkpoint.
    fileprivate var key: StaticString {
        switch self {
        case .agent: "agent"
        case .node: "node"
        case .work: "work"
        case .thread: "thread"
        case .message: "message"
        case .session: "session"
        case .output: "output"
        case .log: "log"
        case .activity: "activity"
        case .collaboration: "collaboration"
        case .decision: "decision"
        case .memory: "memory"
        case .handoff: "handoff"
        case .feature: "feature"
        case .sync: "sync"
        case .attention: "attention"
        case .total: "total"
        case .day: "day"
        }
    }
}
