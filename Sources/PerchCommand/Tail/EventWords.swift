import PerchJSON
import PerchModel

/// What a line says of an event: a sign, and a few words.
struct EventWords {
    /// One column wide.
    let sign: String
    let style: Style
    let pieces: [(text: String, style: Style)]

    private init(_ sign: String, _ style: Style, _ pieces: [(String, Style)]) {
        self.sign = sign
        self.style = style
        self.pieces = pieces
    }

    /// `tool` is the tool of a call that ends.
    init(_ body: Body, tool: String?) {
        switch body {
        case .agentStarted, .agentUpdated, .agentFinished, .agentPresence: self = Self.agent(body)
        case .toolStarted, .toolFinished, .skillUsed, .usageAdded: self = Self.work(body, tool: tool)
        case .sessionStarted, .sessionUpdated, .sessionOutput, .sessionFinished, .logWritten: self = Self.session(body)
        case .threadOpened, .messageSent, .threadClosed, .handoffMade: self = Self.talk(body)
        case .collaborationStarted, .collaborationEnded, .decisionRecorded: self = Self.together(body)
        case .activityRecorded, .activityCompleted, .memoryChanged: self = Self.activity(body)
        case .taskStarted, .taskUpdated, .taskFinished: self = Self.task(body)
        case .featureChanged, .featureLinked, .syncChanged: self = Self.board(body)
        case .attentionRaised(let payload):
            self.init("!", .alarm, [("\(payload.reason.rawValue)", .alarm), (Self.tail(payload.detail), .plain)])
        case .attentionCleared(let payload):
            self.init("✓", .green, [("\(payload.reason.rawValue) no more", .plain), (Self.tail(payload.detail), .dim)])
        case .other(let name, let data): self.init("?", .dim, [(name, .plain), ("  " + data.string, .dim)])
        }
    }

    // MARK: sorts of events

    private static func agent(_ body: Body) -> EventWords {
        switch body {
        case .agentStarted(let payload):
            let about = [payload.role, payload.model, payload.parent.map { "by \($0)" }].compactMap { $0 }
            return EventWords(
                "●", .green, [(payload.name ?? "started", .bold), (tail(about.joined(separator: ", ")), .dim)])
        case .agentUpdated(let payload):
            let state = [payload.status?.rawValue, payload.progress.map { "\(Plain.number($0.rounded())) %" }]
                .compactMap { $0 }
            return EventWords("◦", .blue, [(state.joined(separator: " "), .plain), (tail(payload.message), .dim)])
        case .agentFinished(let payload):
            let facts = [
                payload.duration.map(time), payload.toolCount.map { "\($0) tools" }, payload.cost.map(dollars),
            ].compactMap { $0 }
            let isBad = payload.hasFailed
            return EventWords(
                "○", isBad ? .red : .green,
                [
                    (payload.outcome ?? "finished", .bold), (tail(facts.joined(separator: ", ")), .dim),
                    (tail(payload.error), .red),
                ])
        case .agentPresence(let payload):
            return EventWords("◌", .dim, [(payload.status.rawValue, .plain), (tail(payload.reason), .dim)])
        default: return EventWords(" ", .plain, [])
        }
    }

    private static func work(_ body: Body, tool: String?) -> EventWords {
        switch body {
        case .toolStarted(let payload):
            let what = payload.input ?? payload.target
            return EventWords("▸", .cyan, [(payload.tool, .plain), (tail(what), .dim)])
        case .toolFinished(let payload):
            let isBad = payload.ok == false || payload.error != nil
            return EventWords(
                isBad ? "✗" : "✓", isBad ? .red : .green,
                [
                    (tool ?? "call \(payload.call)", .plain), (payload.duration.map { " \(time($0))" } ?? "", .dim),
                    (tail(payload.error ?? payload.output), isBad ? .red : .dim),
                ])
        case .skillUsed(let payload):
            return EventWords(
                "✦", .magenta, [("skill \(payload.skill)", .plain), (payload.ok == false ? "  failed" : "", .red)])
        case .usageAdded(let payload):
            let tokens = [
                payload.inputTokens.map { "\(count($0)) in" }, payload.outputTokens.map { "\(count($0)) out" },
                payload.cacheReadTokens.flatMap { $0 > 0 ? "\(count($0)) cached" : nil },
            ].compactMap { $0 }
            return EventWords(
                "$", .dim,
                [(payload.cost.map(dollars) ?? "usage", .plain), (tail(tokens.joined(separator: ", ")), .dim)])
        default: return EventWords(" ", .plain, [])
        }
    }

    private static func session(_ body: Body) -> EventWords {
        switch body {
        case .sessionStarted(let payload):
            return EventWords("▶", .magenta, [("session", .bold), (tail(payload.query), .plain)])
        case .sessionUpdated(let payload):
            let progress = payload.progress.map { "\(Plain.number($0.rounded())) %" }
            return EventWords("▷", .magenta, [(payload.phase ?? "session", .plain), (tail(progress), .dim)])
        case .sessionOutput(let payload): return EventWords("»", .magenta, [(payload.content, .plain)])
        case .sessionFinished(let payload):
            let isBad = payload.ok == false || payload.error != nil
            return EventWords(
                "■", isBad ? .red : .magenta,
                [(isBad ? "session failed" : "session done", .bold), (tail(payload.error), .red)])
        case .logWritten(let payload):
            let level = payload.level ?? "log"
            let style: Style =
                ["error": .red, "critical": .red, "warning": .yellow, "warn": .yellow][level.lowercased()] ?? .dim
            return EventWords("·", style, [(level, style), (tail(payload.message), style)])
        default: return EventWords(" ", .plain, [])
        }
    }

    private static func talk(_ body: Body) -> EventWords {
        switch body {
        case .threadOpened(let payload):
            let who = [payload.parent, payload.child].compactMap { $0 }.joined(separator: " and ")
            return EventWords("╭", .blue, [("thread", .plain), (tail(who), .dim)])
        case .messageSent(let payload):
            return EventWords("│", .blue, [("to \(payload.to): ", .dim), (payload.content, .plain)])
        case .threadClosed(let payload):
            return EventWords(
                "╰", .blue, [(payload.status ?? "closed", .plain), (tail(payload.error ?? payload.result), .dim)])
        case .handoffMade(let payload):
            return EventWords("→", .yellow, [("hands over to \(payload.to)", .plain), (tail(payload.reason), .dim)])
        default: return EventWords(" ", .plain, [])
        }
    }

    private static func together(_ body: Body) -> EventWords {
        switch body {
        case .collaborationStarted(let payload):
            let who = payload.participants?.joined(separator: ", ")
            return EventWords("◇", .blue, [("\(payload.type ?? "collaboration") begins", .plain), (tail(who), .dim)])
        case .collaborationEnded: return EventWords("◇", .blue, [("collaboration ends", .plain)])
        case .decisionRecorded(let payload):
            return EventWords("◆", .yellow, [("decided: ", .dim), (payload.decision, .bold)])
        default: return EventWords(" ", .plain, [])
        }
    }

    private static func activity(_ body: Body) -> EventWords {
        switch body {
        case .activityRecorded(let payload):
            return EventWords("▪", .dim, [(payload.type, .plain), (tail(payload.department), .dim)])
        case .activityCompleted(let payload):
            let isBad = payload.success == false
            return EventWords("▫", isBad ? .red : .dim, [(isBad ? "activity failed" : "activity completed", .plain)])
        case .memoryChanged(let payload):
            return EventWords("≡", .dim, [("memory \(payload.operation)", .plain), (tail(payload.item), .dim)])
        default: return EventWords(" ", .plain, [])
        }
    }

    private static func task(_ body: Body) -> EventWords {
        switch body {
        case .taskStarted(let payload):
            return EventWords(
                "□", .cyan, [(payload.name ?? payload.task, .plain), (tail(payload.from.map { "from \($0)" }), .dim)])
        case .taskUpdated(let payload):
            let progress = payload.progress.map { "\(Plain.number($0.rounded())) %" }
            return EventWords(
                "▣", .cyan,
                [("task \(progress ?? payload.status ?? "")", .plain), (tail(payload.name ?? payload.task), .dim)])
        case .taskFinished(let payload):
            let isBad = payload.hasFailed
            return EventWords(
                "■", isBad ? .red : .cyan,
                [("task \(payload.status ?? "done")", .plain), (tail(payload.name ?? payload.task), .dim)])
        default: return EventWords(" ", .plain, [])
        }
    }

    private static func board(_ body: Body) -> EventWords {
        switch body {
        case .featureChanged(let payload):
            let what = [payload.type ?? "feature", payload.status].compactMap { $0 }.joined(separator: " ")
            return EventWords("☆", .yellow, [(what, .plain), (tail(payload.title ?? payload.feature), .dim)])
        case .featureLinked(let payload):
            return EventWords(
                "☆", .yellow, [("\(payload.feature) \(payload.link ?? "links") \(payload.linked)", .plain)])
        case .syncChanged(let payload):
            let isBad = payload.conflicts?.isEmpty == false
            let files = payload.filesChanged.map { "\($0) files" }
            return EventWords(
                "⇅", isBad ? .red : .dim,
                [(payload.status, .plain), (tail(payload.message ?? files), isBad ? .red : .dim)])
        default: return EventWords(" ", .plain, [])
        }
    }

    // MARK: values

    private static func tail(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "" }
        return "  " + text
    }

    static func time(_ milliseconds: Double) -> String {
        guard milliseconds.isFinite, milliseconds >= 0, milliseconds < 1e13 else { return "?" }
        if milliseconds < 1_000 { return "\(Int(milliseconds.rounded())) ms" }
        if milliseconds < 60_000 { return "\(fixed(milliseconds / 1_000, 1)) s" }
        let seconds = Int(milliseconds / 1_000)
        return seconds < 3_600
            ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds / 3_600) h \(seconds / 60 % 60) min"
    }

    static func dollars(_ amount: Double) -> String {
        guard amount.isFinite, amount.magnitude < 1e12 else { return "$?" }
        return "$" + fixed(amount, amount.magnitude < 1 ? 4 : 2)
    }

    static func count(_ number: Int64) -> String {
        if number.magnitude < 1_000 { return "\(number)" }
        if number.magnitude < 1_000_000 { return "\(fixed(Double(number) / 1_000, 1))k" }
        return "\(fixed(Double(number) / 1_000_000, 1))M"
    }

    /// A number with so many places.
    private static func fixed(_ value: Double, _ places: Int) -> String {
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = Int64((value.magnitude * scale).rounded())
        let fraction = String(scaled % Int64(scale))
        let zeros = String(repeating: "0", count: places - fraction.count)
        return (value < 0 ? "-" : "") + "\(scaled / Int64(scale)).\(zeros)\(fraction)"
    }
}
