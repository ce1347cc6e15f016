import PerchModel
import PerchViews

/// One event of an example: at which second, of whom, what.
struct Told {
    let second: Double
    let agent: String?
    let body: Body
    var session: String?
    var project = "web"

    init(_ second: Double, _ agent: String?, _ body: Body, session: String? = nil, project: String = "web") {
        self.second = second
        self.agent = agent
        self.body = body
        self.session = session
        self.project = project
    }
}

extension Timestamp {
    /// So many seconds into the example's day, 2026-05-02.
    static func at(_ second: Double) -> Timestamp {
        Timestamp(microseconds: 1_777_726_800_000_000 + Int64(second * 1_000_000))
    }
}

extension World {
    /// A world in which this was told, one event after the other.
    init(limits: Limits = Limits(), _ told: Told...) {
        self.init(limits: limits)
        tell(told)
    }

    /// Tells more.
    mutating func tell(_ told: [Told]) {
        fold(
            told.enumerated().map { place, one in
                let draft = Draft(
                    one.body, source: "native", project: one.project, session: one.session, agent: one.agent,
                    time: .at(one.second))
                return Event(draft, seq: seq + Int64(place) + 1, received: .at(one.second))
            })
    }

    func agent(_ key: String) -> AgentRow? {
        if case .agent(let row) = row(.agents, key) { row } else { nil }
    }

    func node(_ key: String) -> NodeRow? {
        if case .node(let row) = row(.graph, key) { row } else { nil }
    }

    func work(_ key: String) -> WorkRow? {
        if case .work(let row) = row(.work, key) { row } else { nil }
    }

    func thread(_ key: String) -> ThreadRow? {
        if case .thread(let row) = row(.chat, key) { row } else { nil }
    }

    func session(_ key: String) -> SessionRow? {
        if case .session(let row) = row(.sessions, key) { row } else { nil }
    }

    func collaboration(_ key: String) -> CollaborationRow? {
        if case .collaboration(let row) = row(.collaboration, key) { row } else { nil }
    }

    func activity(_ key: String) -> ActivityRow? {
        if case .activity(let row) = row(.collaboration, key) { row } else { nil }
    }

    func feature(_ key: String) -> FeatureRow? {
        if case .feature(let row) = row(.features, key) { row } else { nil }
    }

    func attention(_ key: String) -> AttentionRow? {
        if case .attention(let row) = row(.attention, key) { row } else { nil }
    }

    func total(_ key: String) -> TotalsRow? {
        if case .total(let row) = row(.totals, key) { row } else { nil }
    }

    func day(_ key: String) -> DayRow? {
        if case .day(let row) = row(.totals, key) { row } else { nil }
    }

    func keys(of view: ViewName) -> Set<String> { Set(rows(of: view).map(\.key)) }
}
