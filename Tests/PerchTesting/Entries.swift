public import PerchModel

/// Events for tests of what carries them.
public enum Entries: Sendable {
    /// The moment tests begin at: 2026-05-02T13:00:00Z.
    public static let start = Timestamp(microseconds: 1_777_726_800_000_000)

    /// One event that says something in a log.
    public static func entry(
        _ message: String = "hello", project: String = "web", session: String? = nil, agent: String? = nil,
        id: String? = nil, time: Timestamp? = nil, now: Timestamp = Entries.start
    ) -> Entry {
        let body = Body.logWritten(LogWritten(message: message))
        let draft = Draft(
            body, source: "native", project: project, session: session, agent: agent, id: id, time: time)
        return Entry(sealing: draft, now: now)
    }

    /// Some events without ids.
    public static func entries(_ count: Int) -> [Entry] {
        (0..<count).map { entry("message \($0)", agent: "a\($0 % 7)") }
    }
}
