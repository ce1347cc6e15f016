public import PerchModel

/// A run of believable events: agents spawn one another, call tools, talk and end, in several projects at once, and not everything is
/// well behaved. The same seed gives the same events.
///
/// All kinds come up. Some calls end that never began and some never end; some events come twice; time now and then runs backwards.
public struct EventGenerator: Sendable {
    /// What a run looks like.
    public struct Settings: Sendable {
        /// Projects that take part.
        public var projects = 3
        /// Agents of each project.
        public var agentsPerProject = 12
        /// One text in so many is hostile; none where it is 0.
        public var hostileOnceIn = 40
        /// One event in so many repeats one that came shortly before; none where it is 0.
        public var repeatOnceIn = 25
        /// Microseconds that pass between events, on average.
        public var pace: Int64 = 50_000

        /// The usual run.
        public init() {}
    }

    var random: SeededRandom
    let settings: Settings
    /// Ids of calls that began and have not ended, with their agents.
    var openCalls: [(agent: String, project: String, call: String)] = []
    private var recent: [Draft] = []
    private var clock: Int64 = 1_777_726_800_000_000
    private var seq: Seq = 0
    private var made = 0

    /// Starts a run.
    public init(seed: UInt64, settings: Settings = Settings()) {
        random = SeededRandom(seed: seed)
        self.settings = settings
    }

    /// The next event; its number rises by one.
    public mutating func next() -> Event {
        seq += 1
        clock += Int64(random.below(Int(settings.pace) * 2))
        let received = Timestamp(microseconds: clock)
        return Event(draft(), seq: seq, received: received)
    }

    /// So many events.
    public mutating func events(_ count: Int) -> [Event] {
        (0..<count).map { _ in next() }
    }

    private mutating func draft() -> Draft {
        if settings.repeatOnceIn > 0, !recent.isEmpty, random.once(in: settings.repeatOnceIn) {
            return random.one(of: recent)
        }
        let project = "project-\(random.below(settings.projects))"
        let agent = agentID()
        let body = body(of: agent, in: project)
        let draft = Draft(
            body, source: random.one(of: ["native", "kei", "htmlgraph", "agentcraft", "daena"]), project: project,
            session: session(of: agent),
            agent: random.once(in: 20) ? nil : agent, time: time())
        if recent.count < 32 { recent.append(draft) } else { recent[random.below(32)] = draft }
        return draft
    }

    /// Agents mostly stay in their session.
    private mutating func session(of agent: String) -> String? {
        if random.once(in: 8) { return nil }
        return "session-\(random.once(in: 20) ? random.below(4) : agent.utf8.count % 3)"
    }

    private mutating func time() -> Timestamp? {
        if random.once(in: 4) { return nil }
        let past = random.once(in: 10) ? Int64(random.below(5_000_000)) : 0
        return Timestamp(microseconds: clock - past)
    }

    mutating func agentID() -> String {
        random.once(in: 500) ? text("agent") : "agent-\(random.below(settings.agentsPerProject))"
    }

    /// A fresh id.
    mutating func fresh(_ word: String) -> String {
        made += 1
        return "\(word)-\(made)"
    }

    /// A short text, hostile now and then.
    mutating func text(_ word: String) -> String {
        guard settings.hostileOnceIn > 0, random.once(in: settings.hostileOnceIn) else {
            return "\(word) \(random.below(50))"
        }
        return random.one(of: Self.hostile)
    }

    /// The text, or none.
    mutating func maybe(_ word: String) -> String? {
        random.once(in: 3) ? nil : text(word)
    }

    /// Texts that have broken programs before.
    public static let hostile: [String] = [
        "", "/", "a/b/c", "%2F%25", "\u{0}\u{1}\u{1F}\"\\\n\r\t", "<script>alert(1)</script>",
        "\u{202E}desrever\u{202C}",
        "\u{200B}\u{FEFF}", "e\u{301}", "é", "👩‍👩‍👧‍👦", String(repeating: "👾", count: 20_000),
        String(repeating: "x", count: 100_000),
        "null", "__proto__", "-0", "1e999", "\u{2028}\u{2029}", "total", "#1", "../../etc/passwd",
    ]
}
