import PerchModel

extension CollaborationRow {
    mutating func start(_ start: CollaborationStarted, at time: Timestamp) {
        if state == .ended {
            state = .active
            ended = nil
        }
        started = min(started ?? time, time)
        type = start.type.cut(to: TextLimit.name) ?? type
        for one in start.participants ?? [] {
            _ = participants.add(one.cut(to: TextLimit.id), upTo: ListLimit.participants)
        }
    }

    mutating func end(at time: Timestamp) {
        guard state == .active else { return }
        state = .ended
        ended = time
    }
}

extension ActivityRow: LedgerRow {
    init(_ activity: ActivityRecorded, _ id: String, _ occasion: Occasion) {
        self.init(project: occasion.project, activity: id, seq: occasion.seq, time: occasion.time)
        agent = occasion.agent
        session = occasion.session
        type = activity.type.cut(to: TextLimit.name)
        department = activity.department.cut(to: TextLimit.name)
        related = (activity.related ?? []).cut(to: TextLimit.id, items: ListLimit.related)
        metadata = activity.metadata.kept
    }

    var weight: Int { metadata.length + related.reduce(0) { $0 + $1.utf8.count } }

    static let blank = ActivityRow(project: "", activity: "", seq: 0, time: .earliest)
}

extension DecisionRow: LedgerRow {
    init(_ decision: DecisionRecorded, _ occasion: Occasion) {
        self.init(
            project: occasion.project, decision: decision.decision.cut(to: TextLimit.message), seq: occasion.seq,
            time: occasion.time)
        collaboration = decision.collaboration.named
        agent = occasion.agent
        metadata = decision.metadata.kept
    }

    var weight: Int { decision.utf8.count + metadata.length }

    static let blank = DecisionRow(project: "", decision: "", seq: 0, time: .earliest)
}

extension MemoryRow: LedgerRow {
    init(_ memory: MemoryChanged, _ occasion: Occasion) {
        self.init(
            project: occasion.project, operation: memory.operation.cut(to: TextLimit.name),
            item: memory.item.cut(to: TextLimit.target), seq: occasion.seq, time: occasion.time)
        agent = occasion.agent
        metadata = memory.metadata.kept
    }

    var weight: Int { item.utf8.count + metadata.length }

    static let blank = MemoryRow(project: "", operation: "", item: "", seq: 0, time: .earliest)
}

extension HandoffRow: LedgerRow {
    init(_ handoff: HandoffMade, _ occasion: Occasion) {
        self.init(
            project: occasion.project, from: handoff.from.cut(to: TextLimit.id), to: handoff.to.cut(to: TextLimit.id),
            seq: occasion.seq, time: occasion.time)
        session = occasion.session
        type = handoff.type.cut(to: TextLimit.name)
        reason = handoff.reason.cut(to: TextLimit.message)
    }

    var weight: Int { reason?.utf8.count ?? 0 }

    static let blank = HandoffRow(project: "", from: "", to: "", seq: 0, time: .earliest)
}
