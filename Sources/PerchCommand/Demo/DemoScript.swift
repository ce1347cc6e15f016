import PerchModel

/// One thing that happens, at a beat of the script's own time.
struct DemoStep {
    let beat: Double
    let session: String?
    let agent: String?
    let body: Body
}

/// One agent of the script, and what it has open.
struct DemoAgent {
    enum Life { case unborn, alive, gone }

    let id: String
    let name: String
    let role: String
    let department: String
    let model: DemoModel
    let session: String
    let team: Int
    let branch: String
    /// The part of the run at which it is spawned and at which it is done.
    let spawnsAt: Double
    let endsAt: Double

    var life = Life.unborn
    /// Where it stands in the script's time.
    var now = 0.0
    /// The tool call that spawned it.
    var spawnCall: String?
    var task: String?
    var taskName: String?
    var taskProgress = 0.0
    var attention: AttentionReason?
    var activity: String?
    var cost = 0.0
}

/// A team: its lead, its session and how far that is.
struct DemoTeam {
    let lead: Int
    let session: String
    let query: String
    let featurePrefix: String
    var phase = -1
    var collaboration: String?
    var members: [Int] = []
    var lastFeature: String?
}

/// Makes up what a number of agents do: each one with the least time behind it plays the next card of a shuffled deck.
struct DemoScript {
    let plan: DemoPlan
    var random: SplitMix64
    var agents: [DemoAgent] = []
    var teams: [DemoTeam] = []
    private(set) var steps: [DemoStep] = []
    private var deck: [DemoCard] = []
    private var numbers: [String: Int] = [:]
    /// About how many events the run has.
    let budget: Int

    init(_ plan: DemoPlan) {
        self.plan = plan
        random = SplitMix64(seed: plan.seed)
        budget = max(1, Int((plan.rate * plan.seconds).rounded()))
        castAgents()
    }

    /// How much of the run has been written, from 0 to 1.
    var progress: Double { Double(steps.count) / Double(budget) }

    /// Writes the whole run.
    mutating func play() {
        for team in teams.indices { openTeam(team) }
        while steps.count + closingSteps < budget {
            spawnAndRetire()
            guard let next = nextAgent() else { break }
            playCard(by: next)
            agents[next].now += random.time(around: 1)
        }
        closeAll()
    }

    /// Writes that an agent, after a while, does something.
    mutating func say(_ agent: Int, after beats: Double, _ body: Body) {
        agents[agent].now += beats
        let speaker = agents[agent]
        steps.append(DemoStep(beat: speaker.now, session: speaker.session, agent: speaker.id, body: body))
    }

    /// A name that no other thing has: `call-17-demo`.
    mutating func id(_ sort: String) -> String {
        numbers[sort, default: 0] += 1
        return "\(sort)-\(numbers[sort] ?? 0)-\(plan.run)"
    }

    /// Another agent of the team that is there, or nil.
    mutating func partner(of agent: Int) -> Int? {
        let others = teams[agents[agent].team].members.filter { $0 != agent && agents[$0].life == .alive }
        return others.isEmpty ? nil : random.pick(others)
    }

    /// Brings two agents to the same moment, so that what one says the other can answer.
    mutating func meet(_ one: Int, _ other: Int) {
        let now = max(agents[one].now, agents[other].now)
        agents[one].now = now
        agents[other].now = now
    }

    private func nextAgent() -> Int? {
        var best: Int?
        for index in agents.indices where agents[index].life == .alive {
            if let found = best, agents[found].now <= agents[index].now { continue }
            best = index
        }
        return best
    }

    /// Plays the first card of the deck that this agent can play; every card comes once before one comes again.
    private mutating func playCard(by agent: Int) {
        if deck.count < DemoCard.deck.count / 2 { deck += shuffled(DemoCard.deck) }
        for index in deck.indices.prefix(6) where play(deck[index], by: agent) {
            deck.remove(at: index)
            return
        }
        _ = play(.tool, by: agent)
    }

    private mutating func shuffled(_ cards: [DemoCard]) -> [DemoCard] {
        var cards = cards
        for index in cards.indices.dropFirst().reversed() { cards.swapAt(index, random.below(index + 1)) }
        return cards
    }

    /// About how many events it takes to end what is open.
    private var closingSteps: Int {
        let open = agents.reduce(0) { open, agent in
            guard agent.life == .alive else { return open }
            return open + 2 + [agent.task != nil, agent.attention != nil, agent.activity != nil].count { $0 }
        }
        return open + teams.count * 2 + teams.count { $0.collaboration != nil }
    }
}
