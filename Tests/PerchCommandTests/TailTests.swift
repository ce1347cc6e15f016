import PerchJSON
import PerchModel
import PerchSystem
import Testing

@testable import PerchCommand

private func event(_ body: Body, agent: String? = "a1", project: String = "default") -> Event {
    Event(
        Draft(body, source: "native", project: project, agent: agent, time: Timestamp(microseconds: 0)), seq: 1,
        received: Timestamp(microseconds: 0))
}

private func lines(_ columns: Int, colours: Bool = false) -> EventLines {
    EventLines(columns: columns, colours: colours, now: Timestamp(microseconds: 0)) { time in
        let day = 1 + Int(time.microseconds / 86_400_000_000)
        return LocalTime(year: 2026, month: 5, day: day, hour: 9, minute: 5, second: 7, millisecond: 42)
    }
}

@Suite struct TailTests {
    @Test(arguments: [
        (160, "09:05:07.042  a1               ▸ tool.started          Bash  npm test"),
        (100, "09:05:07.042  a1               ▸ Bash  npm test"), (80, "09:05:07  a1           ▸ Bash  npm test"),
        (40, "09:05 a1       ▸ Bash  npm test"), (20, "09:05 a1       ▸ Ba…"), (3, "09…"), (0, ""),
    ])
    func `A line fits its terminal`(columns: Int, shown: String) {
        var lines = lines(columns)
        #expect(lines.line(event(.toolStarted(ToolStarted(tool: "Bash", call: "c1", input: "npm test")))) == shown)
    }

    @Test(arguments: [1, 5, 20, 40, 59, 60, 80, 110, 200])
    func `No line is wider than its terminal, whatever is in it`(columns: Int) {
        var lines = lines(columns)
        for event in DemoPlan().timeline() {
            let line = lines.line(Event(event.draft, seq: 1, received: Timestamp(microseconds: 0)))
            #expect(CellWidth.of(line) <= columns)
        }
        let wide = event(
            .messageSent(MessageSent(thread: "t", from: "a", to: "漢字", content: String(repeating: "漢字🙂", count: 99))))
        #expect(CellWidth.of(lines.line(wide)) <= columns)
    }

    @Test(arguments: [
        "\u{1B}[2J\u{1B}[H", "\u{1B}]0;owned\u{7}", "\u{9B}31m", "a\rb", "a\nb", "\u{202E}gnp", "\u{8}\u{8}\u{8}",
        "\u{1B}P+q\u{1B}\\",
    ])
    func `Nothing an agent writes reaches the terminal as a control`(hostile: String) {
        let bodies: [Body] = [
            .toolStarted(ToolStarted(tool: hostile, call: hostile, input: hostile)),
            .toolFinished(ToolFinished(call: hostile, error: hostile)),
            .messageSent(MessageSent(thread: hostile, from: hostile, to: hostile, content: hostile)),
            .agentStarted(AgentStarted(name: hostile, role: hostile, parent: hostile, model: hostile)),
            .attentionRaised(AttentionRaised(reason: .waiting, detail: hostile)),
            .logWritten(LogWritten(message: hostile, level: hostile)), .sessionOutput(SessionOutput(content: hostile)),
            .other(name: hostile, data: .emptyObject),
        ]
        var lines = lines(200)
        for body in bodies {
            let line = lines.line(event(body, agent: hostile, project: hostile))
            let isSafe = line.unicodeScalars.allSatisfy { scalar in
                scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar.value != 0x202E
            }
            #expect(isSafe, "\(line.unicodeScalars.map(\.value))")
        }
    }

    @Test func `Without colours there is no escape, with colours every one is closed`() {
        var (plain, coloured) = (lines(120), lines(120, colours: true))
        for event in DemoPlan().timeline().prefix(200) {
            let event = Event(event.draft, seq: 1, received: Timestamp(microseconds: 0))
            let (without, with) = (plain.line(event), coloured.line(event))
            #expect(!without.contains("\u{1B}"))
            let opened = with.matches(of: /\u{1B}\[[1-9][0-9;]*m/).count
            #expect(opened > 0 && opened == with.matches(of: /\u{1B}\[0m/).count)
            #expect(with.replacing(/\u{1B}\[[0-9;]*m/, with: "") == without)
        }
    }

    @Test func `The end of a call names its tool`() {
        var lines = lines(100)
        _ = lines.line(event(.toolStarted(ToolStarted(tool: "Bash", call: "c1"))))
        let end = lines.line(event(.toolFinished(ToolFinished(call: "c1", ok: true, duration: 1_234, output: "fine"))))
        #expect(end.hasSuffix("✓ Bash 1.2 s  fine"))
        let unknown = lines.line(event(.toolFinished(ToolFinished(call: "c1", ok: false, error: "no"))))
        #expect(unknown.hasSuffix("✗ call c1  no"))
    }

    @Test func `A new day has a heading, today has none`() {
        var lines = lines(20)
        func event(day: Int64) -> Event {
            let time = Timestamp(microseconds: day * 86_400_000_000)
            return Event(Draft(.skillUsed(SkillUsed(skill: "x")), source: "native", time: time), seq: 1, received: time)
        }
        #expect(
            [0, 0, 1, 1, 0].map { lines.heading(event(day: $0)) } == [
                nil, nil, "── 2026-05-02 ──", nil, "── 2026-05-01 ──",
            ])
    }

    @Test func `The project is told when it changes`() {
        var lines = lines(100)
        let body = Body.skillUsed(SkillUsed(skill: "x"))
        #expect(lines.line(event(body)).hasSuffix("skill x"))
        #expect(lines.line(event(body, project: "web")).hasSuffix("· project web"))
        #expect(lines.line(event(body, project: "web")).hasSuffix("skill x"))
        #expect(lines.line(event(body)).hasSuffix("· project default"))
    }

    @Test func `An agent keeps its colour, and a long id keeps its end`() {
        #expect(Style.agent("a1", of: "p") == Style.agent("a1", of: "p"))
        let colours = Set((0..<100).map { Style.agent("agent-\($0)", of: "p").code })
        #expect(colours.count > 10)
        var lines = lines(100)
        let long = event(.skillUsed(SkillUsed(skill: "x")), agent: "0c8e5b1e-7d52-4c4f-9a53-2f1d0e9b7a11")
        #expect(lines.line(long).contains(" 0c8e5b1e-7…b7a11 ✦"))
    }

    @Test(
        arguments: [
            (0.4, "0 ms"), (999, "999 ms"), (1_500, "1.5 s"), (61_000, "1 min 1 s"), (7_260_000, "2 h 1 min"),
            (-1, "?"),
            (.infinity, "?"), (1e300, "?"),
        ] as [(Double, String)])
    func `Times are told shortly`(milliseconds: Double, told: String) {
        #expect(EventWords.time(milliseconds) == told)
    }

    @Test(
        arguments: [(0.0184, "$0.0184"), (2.5, "$2.50"), (0, "$0.0000"), (1_234.567, "$1234.57"), (1e300, "$?")]
            as [(Double, String)])
    func `Costs are told shortly`(amount: Double, told: String) {
        #expect(EventWords.dollars(amount) == told)
    }

    @Test func `Every kind has a line of its own`() throws {
        for event in DemoPlan().timeline() {
            let words = EventWords(event.draft.body, tool: nil)
            #expect(CellWidth.of(words.sign) == 1 && words.sign != " ")
            #expect(words.pieces.contains { !$0.text.isEmpty })
        }
    }
}
