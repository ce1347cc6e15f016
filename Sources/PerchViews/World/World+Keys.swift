import PerchModel

extension World {
    /// The slot of a key as clients have it; nil where there is no such row or the text is no such key.
    func slot(of kind: RowKind, _ key: String) -> Int? {
        switch kind {
        case .agent, .node: roster.slot(of: RowKey.name(key))
        case .work: workSlot(key)
        case .thread: RowKey.name(key, kind).flatMap { chat.threads.slot(of: $0) }
        case .message: RowKey.name(key, kind).flatMap { chat.messages.table.slot(of: $0) }
        case .session: RowKey.name(key, kind).flatMap { sessions.table.slot(of: $0) }
        case .output: RowKey.seq(key, kind).flatMap { sessions.outputs.table.slot(of: $0) }
        case .log: RowKey.seq(key, kind).flatMap { sessions.logs.table.slot(of: $0) }
        case .activity: RowKey.name(key, kind).flatMap { collaborations.activities.table.slot(of: $0) }
        case .collaboration: RowKey.name(key, kind).flatMap { collaborations.table.slot(of: $0) }
        case .decision: RowKey.seq(key, kind).flatMap { collaborations.decisions.table.slot(of: $0) }
        case .memory: RowKey.seq(key, kind).flatMap { collaborations.memories.table.slot(of: $0) }
        case .handoff: RowKey.seq(key, kind).flatMap { collaborations.handoffs.table.slot(of: $0) }
        case .feature: RowKey.name(key, kind).flatMap { features.table.slot(of: $0) }
        case .sync: RowKey.word(key, kind).flatMap { features.syncs.slot(of: Name(project: $0)) }
        case .attention: attentionSlot(key)
        case .total: RowKey.word(key, kind).flatMap { totals.table.slot(of: Name(project: $0)) }
        case .day: RowKey.name(key, kind).flatMap { totals.days.slot(of: $0) }
        }
    }

    private func workSlot(_ key: String) -> Int? {
        if let task = RowKey.name(key, word: WorkType.task.rawValue) {
            return work.table.slot(of: WorkKey(task: task))
        }
        let parts = RowKey.parts(of: key, 4)
        guard parts.count == 4, parts[1] == WorkType.call.rawValue else { return nil }
        return work.table.slot(of: WorkKey(call: parts[3], of: Name(parts[0], parts[2])))
    }

    private func attentionSlot(_ key: String) -> Int? {
        let parts = RowKey.parts(of: key, 3)
        guard parts.count == 3, let reason = AttentionReason(rawValue: parts[1]) else { return nil }
        return alerts.table.slot(of: AlertKey(project: parts[0], agent: parts[2], reason: reason))
    }
}

extension RowKey {
    /// `project/id`
    fileprivate static func name(_ key: String) -> Name {
        let parts = parts(of: key, 2)
        return Name(parts.first ?? "", parts.last ?? "")
    }

    /// `project/kind/id`
    fileprivate static func name(_ key: String, _ kind: RowKind) -> Name? {
        name(key, word: kind.rawValue)
    }

    fileprivate static func name(_ key: String, word: String) -> Name? {
        let parts = parts(of: key, 3)
        return parts.count == 3 && parts[1] == word ? Name(parts[0], parts[2]) : nil
    }

    /// `project/kind/seq`
    fileprivate static func seq(_ key: String, _ kind: RowKind) -> Seq? {
        name(key, kind).flatMap { Seq($0.id) }
    }

    /// `project/kind`
    fileprivate static func word(_ key: String, _ kind: RowKind) -> String? {
        let parts = parts(of: key, 2)
        return parts.count == 2 && parts[1] == kind.rawValue ? parts[0] : nil
    }
}
