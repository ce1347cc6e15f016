import PerchCommand
import PerchModel
import PerchNet
import PerchSystem

/// `perch demo`: sends a made-up run, each event at its time.
struct Demo {
    private let options: DemoOptions
    private let server: Server
    private let plan: DemoPlan
    private var sent = SendReceipt()
    private var progress: Progress

    /// So many events go into one request at most.
    private static let batch = 1_000

    init(_ options: DemoOptions, _ server: Server) {
        self.options = options
        self.server = server
        var plan = options.plan
        plan.run = options.run ?? String(plan.seed)
        plan.take = options.run == nil ? Self.timeOfDay() : nil
        self.plan = plan
        progress = Progress(ProgressLine("demo", total: nil, noun: "events"))
    }

    /// `140322`: what began at another time is sent anew.
    private static func timeOfDay() -> String {
        let time = LocalTime(microseconds: SystemClock.wallMicroseconds())
        return String(String(1_000_000 + time.hour * 10_000 + time.minute * 100 + time.second).dropFirst())
    }

    mutating func run() async throws -> Int32 {
        let events = plan.timeline()
        let start = Timestamp(microseconds: SystemClock.wallMicroseconds())
        if options.print {
            for event in events { try ByteSink.output.write(event.line(start: start)) }
            return 0
        }
        announce(events)
        progress.line.total = events.count
        let stop = StopFlag()
        let watcher = await server.loop.onSignal(.interrupt) { if !stop.raise() { exitProcess(130) } }
        defer { watcher.cancel() }
        do { try await send(events, start: start, until: stop) } catch let refusal as Refusal {
            progress.clear()
            throw refusal.error(from: server.name)
        }
        progress.clear()
        try conclude(stopped: stop.isRaised)
        return 0
    }

    private func announce(_ events: [DemoEvent]) {
        let agents = Set(events.compactMap(\.draft.agent)).count
        let time = options.fast ? "at once" : "in \(Int(plan.seconds)) s"
        Console.complain(
            raw: "\(agents) agents, \(ProgressLine.grouped(events.count)) events \(time), to \(server.name) in project "
                + "\(VisibleText.of(plan.project)) (seed \(plan.seed), run \(VisibleText.of(plan.run))). "
                + "Watch with `perch tail`; Ctrl-C ends it.\n")
    }

    private mutating func send(_ events: [DemoEvent], start: Timestamp, until stop: StopFlag) async throws {
        let began = SystemClock.monotonicNanoseconds()
        var next = 0
        while next < events.count, !stop.isRaised {
            let elapsed = Int64((SystemClock.monotonicNanoseconds() - began) / 1_000)
            let due = events[next...].prefix(Self.batch).prefix { options.fast || $0.offset <= elapsed }
            if due.isEmpty {
                progress.show()
                // Short, so that Ctrl-C is heard at once and events come out one by one.
                let wait = min(max((events[next].offset - elapsed) / 1_000, 1), 100)
                await server.pause(milliseconds: Int(wait))
            } else {
                try await post(due.flatMap { $0.line(start: start) }, until: stop)
                next += due.count
                progress.line.done = next
            }
        }
        guard stop.isRaised, next < events.count, next > 0 else { return }
        let now = SystemClock.wallMicroseconds() - start.microseconds
        let endings = DemoEvent.endings(of: events, after: next, at: now)
        if !endings.isEmpty { try await post(endings.flatMap { $0.line(start: start) }, until: nil) }
    }

    /// Ids make it safe to send again what may have arrived. Once the server was there, it is waited for.
    private mutating func post(_ body: [UInt8], until stop: StopFlag?) async throws {
        var backoff = Backoff()
        while true {
            do {
                sent.add(try await server.post(body))
                progress.line.count = sent.accepted + sent.duplicates
                return
            } catch {
                let reason = (error as? Refusal)?.error(from: server.name) ?? error as? CommandError
                guard let reason, reason.isTemporary, sent.last != nil, stop?.isRaised == false else { throw error }
                if backoff == Backoff() {
                    progress.clear()
                    Console.complain("\(reason.description) Waiting for it.")
                }
                await server.pause(milliseconds: backoff.next(random: SystemRandom.word()))
            }
        }
    }

    private func conclude(stopped: Bool) throws {
        var text = "\(stopped ? "Stopped: " : "")\(ProgressLine.grouped(sent.accepted)) events sent"
        if let first = sent.first, let last = sent.last, sent.accepted > 0 {
            text += ", with numbers from \(first) to \(last)"
        }
        if sent.duplicates > 0 {
            text += "; \(ProgressLine.grouped(sent.duplicates)) were there already from the same seed and run"
        }
        try ByteSink.output.write(text + ".\n")
    }
}
