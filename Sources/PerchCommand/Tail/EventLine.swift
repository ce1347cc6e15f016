public import PerchModel
public import PerchSystem

/// Makes of each event a line for a person: when, who, what.
///
/// It remembers the tools of open calls, so that an end tells of what, and the project of the line before.
public struct EventLines: Sendable {
    /// How wide the terminal is, looked at anew for each line.
    public var columns: Int
    /// Whether to colour.
    public var colours: Bool
    private let localTime: @Sendable (Timestamp) -> LocalTime
    private var tools: [String: String] = [:]
    private var project: String?
    private var day: String

    /// Creates it; `now` is the present moment, and `localTime` tells what the clock shows at a moment where the reader is.
    public init(
        columns: Int, colours: Bool, now: Timestamp,
        localTime: @escaping @Sendable (Timestamp) -> LocalTime = { LocalTime(microseconds: $0.microseconds) }
    ) {
        self.columns = columns
        self.colours = colours
        self.localTime = localTime
        day = Self.day(localTime(now))
    }

    /// A line to stand before an event's when its day is another than that of the line before, at first than today.
    public mutating func heading(_ event: Event) -> String? {
        let day = Self.day(localTime(event.time))
        guard day != self.day else { return nil }
        self.day = day
        var line = StyledLine()
        line.append("── \(day) ──", .dim)
        return line.text(columns: columns, colours: colours)
    }

    private static func day(_ time: LocalTime) -> String {
        "\(time.year)-\(two(time.month))-\(two(time.day))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The line, without its end; nothing in it can steer the terminal but our own colours.
    public mutating func line(_ event: Event) -> String {
        var line = StyledLine()
        line.append(clock(event.time) + (isNarrow ? " " : "  "), .dim)
        appendAgent(event, to: &line)
        let words = EventWords(event.body, tool: tool(of: event.body))
        line.append(words.sign + " ", words.style)
        if columns >= 110, event.body.kind != nil {
            line.append(CellWidth.pad(VisibleText.of(event.body.name, limit: 64), to: 22), .dim)
        }
        for piece in words.pieces { line.append(VisibleText.of(piece.text, limit: 2_000), piece.style) }
        if event.project != project, event.project != Draft.defaultProject || project != nil {
            line.append("  · project \(VisibleText.of(event.project, limit: 64))", .dim)
        }
        project = event.project
        remember(event.body)
        return line.text(columns: columns, colours: colours)
    }

    private var isNarrow: Bool { columns < 60 }

    private func appendAgent(_ event: Event, to line: inout StyledLine) {
        let width = isNarrow ? 8 : (columns < 90 ? 12 : 16)
        let agent = event.agent ?? ""
        let style = event.agent == nil ? Style.dim : .agent(agent, of: event.project)
        let name = VisibleText.of(agent.isEmpty ? "–" : agent, limit: 128)
        line.append(CellWidth.pad(Self.short(name, to: width), to: width) + " ", style)
    }

    /// A long id keeps its end too, which is where ids of one family differ.
    private static func short(_ name: String, to width: Int) -> String {
        guard CellWidth.of(name) > width, width >= 8, name.utf8.count == name.count else { return name }
        return name.prefix(width - 6) + "…" + name.suffix(5)
    }

    private func clock(_ time: Timestamp) -> String {
        let time = localTime(time)
        let seconds = "\(Self.two(time.hour)):\(Self.two(time.minute)):\(Self.two(time.second))"
        guard columns >= 90 else { return isNarrow ? String(seconds.dropLast(3)) : seconds }
        let fraction = String(1_000 + time.millisecond).dropFirst()
        return "\(seconds).\(fraction)"
    }

    private func tool(of body: Body) -> String? {
        if case .toolFinished(let payload) = body { return tools[payload.call] }
        return nil
    }

    /// Calls that never end must not fill the memory: with many open ones the old are forgotten.
    private mutating func remember(_ body: Body) {
        switch body {
        case .toolStarted(let payload):
            guard let call = payload.call else { return }
            if tools.count >= 4_096 { tools.removeAll() }
            tools[call] = payload.tool
        case .toolFinished(let payload): tools[payload.call] = nil
        default: break
        }
    }
}
