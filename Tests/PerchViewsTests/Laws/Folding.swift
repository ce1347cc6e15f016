import Testing
import PerchJSON
import PerchModel
import PerchTesting
import PerchViews

extension World {
    /// A world with these events in it.
    init(folding events: some Sequence<Event>, limits: Limits = Limits()) {
        self.init(limits: limits)
        fold(events)
    }

    /// Takes events in; what changed is of no interest.
    mutating func fold(_ events: some Sequence<Event>) {
        var changes = Changes()
        for event in events { apply(event, into: &changes) }
    }

    /// All rows of all views by key.
    var picture: [ViewName: [String: Row]] {
        var picture: [ViewName: [String: Row]] = [:]
        for view in ViewName.allCases {
            picture[view] = Dictionary(uniqueKeysWithValues: rows(of: view).map { ($0.key, $0.row) })
        }
        return picture
    }

    /// The checkpoint as a text, so that a difference can be read.
    var text: String { String(decoding: checkpoint(), as: UTF8.self) }
}

extension Limits {
    /// Limits so small that a short run hits all of them.
    static var tight: Limits {
        var limits = Limits()
        limits.agents = 9
        limits.endedAgents = 4
        limits.work = 20
        limits.endedWork = 12
        limits.threads = 4
        limits.messages = 10
        limits.messageBytes = 100_000
        limits.sessions = 5
        limits.outputs = 6
        limits.outputsPerSession = 3
        limits.logs = 20
        limits.logsPerSession = 6
        limits.logBytes = 10_000
        limits.activities = 12
        limits.collaborations = 3
        limits.decisions = 4
        limits.memories = 4
        limits.handoffs = 4
        limits.features = 4
        limits.attention = 5
        limits.projects = 2
        limits.days = 4
        return limits
    }
}

extension EventGenerator.Settings {
    /// Many projects and agents, and a clock that runs through days.
    static var wide: Self {
        var settings = Self()
        settings.projects = 12
        settings.agentsPerProject = 30
        settings.hostileOnceIn = 8
        settings.pace = 900_000_000
        return settings
    }
}

/// Both ways to run: as it mostly is, and at every limit.
enum Run: String, CaseIterable, CustomTestStringConvertible {
    case usual, flooded

    var limits: Limits { self == .usual ? Limits() : .tight }
    var testDescription: String { rawValue }

    func events(_ seed: UInt64, _ count: Int) -> [Event] {
        var generator = EventGenerator(seed: seed, settings: self == .usual ? .init() : .wide)
        return generator.events(count)
    }
}
