import PerchModel

/// What tells agents of several projects apart.
struct DaenaKey: Hashable, Sendable {
    let project: String
    let agent: String

    init(_ project: String, _ agent: String) {
        self.project = project
        self.agent = agent
    }
}

/// An activity by its number and id.
struct DaenaMark: Equatable, Sendable {
    let seq: Seq
    let id: String
}

/// What clients see of one name, in whichever projects it goes by it.
struct DaenaShown: Equatable, Sendable {
    private(set) var isActive = false
    /// Of the activities that go on, the one that was recorded last.
    private(set) var current: DaenaMark?
    /// The activity that was recorded last.
    private(set) var last: DaenaMark?
    var collaborations = 0

    mutating func add(_ other: DaenaShown) {
        isActive = isActive || other.isActive
        current = [current, other.current].compactMap(\.self).max { $0.seq < $1.seq }
        last = [last, other.last].compactMap(\.self).max { $0.seq < $1.seq }
    }

    init() {}

    init(isActive: Bool, current: DaenaMark?, last: DaenaMark?) {
        (self.isActive, self.current, self.last) = (isActive, current, last)
    }
}

/// How one agent stands.
struct DaenaStanding: Sendable {
    /// Whether the world has it among its agents.
    private(set) var isKnown = false
    private(set) var lastActive = Timestamp.earliest
    /// Whether it says that it is at work.
    private var isWorking = false
    /// Whether calls of tools go on.
    private var isCalling = false
    /// When it last did something that is over as soon as it is told.
    private var settled = Timestamp.earliest
    /// Its activities that go on.
    private var open: [DaenaMark] = []
    private var last: DaenaMark?

    /// While an activity goes on, however old, or it is at work by other signs than one that is over already, it is active.
    var shown: DaenaShown {
        let isActive = !open.isEmpty || isWorking && (isCalling || lastActive > settled)
        return DaenaShown(isActive: isActive, current: open.max { $0.seq < $1.seq }, last: last)
    }

    mutating func take(_ row: AgentRow) {
        isKnown = true
        lastActive = row.lastActive ?? .earliest
        isCalling = row.running > 0
        switch row.status {
        case .analyzing, .processing, .collaborating: isWorking = row.presence == .active
        case .idle, .waiting, .completed, .error: isWorking = false
        }
    }

    mutating func take(_ row: ActivityRow) {
        let mark = DaenaMark(seq: row.seq, id: row.activity)
        open.removeAll { $0 == mark }
        if row.state == .active { open.append(mark) }
        if row.seq >= last?.seq ?? 0 { last = mark }
        if let completed = row.completed { settle(completed) }
    }

    mutating func settle(_ time: Timestamp) { settled = max(settled, time) }

    /// An activity is no longer remembered, so that nobody could complete it.
    mutating func forget(_ activity: String) { open.removeAll { $0.id == activity } }
}
