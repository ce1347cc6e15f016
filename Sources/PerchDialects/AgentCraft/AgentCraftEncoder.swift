import PerchJSON
import PerchModel

/// Tells a client of the tracking socket what happens: frames of events at once, what sums up many of them ten times a second.
struct AgentCraftEncoder: FeedEncoder {
    private let wanted: AgentCraftSubscription
    private var scene: AgentCraftScene
    private var waiting: [Message] = []
    /// What the batch that is taken in has to tell, in the order of its events.
    private var told: [Told] = []
    /// When the list of sessions changed, where it was not told since.
    private var stale: Timestamp?
    /// Sessions of which an agent's change is to be told, in the source's words.
    private var moved: [AgentCraftKey: Timestamp] = [:]
    /// Sums are not told before.
    private var quietUntil = Timestamp.earliest

    private static let pause: Int64 = 100_000

    init(_ wanted: AgentCraftSubscription, scene: AgentCraftScene) {
        self.wanted = wanted
        self.scene = scene
    }

    var readsRows: Bool { true }

    var due: Timestamp? {
        if !waiting.isEmpty { return .earliest }
        return stale == nil && moved.isEmpty ? nil : quietUntil
    }

    mutating func absorb(_ feed: Feed) {
        var logs = AgentCraftLogBatch()
        for event in feed.batch.events where wanted.project == nil || event.project == wanted.project {
            if wanted.flavour == .source, let step = step(event) { told.append(.step(step)) }
            note(event)
            guard wanted.logs.holds(event) else { continue }
            if let entry = AgentCraftLogEntry(event, title: { scene.title($0, in: event.project) }) {
                logs.add(entry, at: event.seq)
            }
        }
        take(feed)
        render()
        logs.tell(wanted.flavour) { waiting.append($0) }
    }

    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        for message in waiting { emit(message) }
        waiting.removeAll(keepingCapacity: true)
        guard now >= quietUntil, stale != nil || !moved.isEmpty else { return }
        quietUntil = now.advanced(by: Self.pause)
        for (key, time) in moved.sorted(by: { $0.value < $1.value }) {
            guard let session = scene.session(key) else { continue }
            emit(Message(AgentCraftFrames.source("agent_status_update", session, at: time)))
        }
        moved.removeAll(keepingCapacity: true)
        if let stale { emit(Message(AgentCraftFrames.activeSessions(scene, at: stale))) }
        stale = nil
    }

    /// Takes up the rows, which tell how things stand after the batch.
    private mutating func take(_ feed: Feed) {
        var isStale = false
        for patch in feed.patches where wanted.project == nil || RowKey.project(of: patch.key) == wanted.project {
            if scene.take(patch) { isStale = true }
        }
        if isStale { stale = feed.batch.events.last?.time ?? stale }
    }

    private mutating func tell(_ bytes: [UInt8], _ event: Event) {
        told.append(.frame(Message(bytes, seq: event.seq)))
    }

    /// Makes frames of what the batch has to tell. Like steps of one session would all tell the same state: the last one does.
    private mutating func render() {
        var last: [SessionStep.Kind: Int] = [:]
        for case (let place, .step(let step)) in told.enumerated() { last[step.kind] = place }
        for (place, one) in told.enumerated() {
            switch one {
            case .frame(let message): waiting.append(message)
            case .step(let step):
                guard last[step.kind] == place, let session = scene.session(step.kind.key) else { continue }
                let frame = AgentCraftFrames.source(step.kind.type, session, at: step.event.time)
                waiting.append(Message(frame, seq: step.event.seq))
            }
        }
        told.removeAll(keepingCapacity: true)
    }
}

extension AgentCraftEncoder {
    /// Tells the document's frames of an event.
    private mutating func note(_ event: Event) {
        if let agent = subject(event), !Person.isNamed(agent) {
            let (agent, news) = scene.follow(event, agent: agent)
            if let news {
                tell(AgentCraftFrames.status(agent, news, at: event.time), event)
                if wanted.flavour == .source, let session = agent.session {
                    moved[AgentCraftKey(event.project, session)] = event.time
                }
            }
        }
        switch event.body {
        case .handoffMade(let handoff):
            pair(handoff.from, handoff.to, handoff.type ?? "handoff", handoff.reason ?? "", event)
        case .messageSent(let message):
            pair(message.from, message.to, message.type ?? "message", message.content, event)
        case .threadOpened(let thread):
            guard let parent = thread.parent ?? event.agent, let child = thread.child else { return }
            pair(parent, child, "conversation", "Opens a conversation", event)
        case .collaborationStarted(let start): pair(start, event)
        case .other(AgentCraftReports.broadcast, let data): tell(data.bytes, event)
        default: break
        }
    }

    /// Whom an event is about: a task that is given to an agent is about that one.
    private func subject(_ event: Event) -> String? {
        switch event.body {
        case .taskStarted(let report), .taskUpdated(let report), .taskFinished(let report):
            guard let to = report.to, scene.agents[AgentCraftKey(event.project, to)] != nil else { return event.agent }
            return to
        default: return event.agent
        }
    }

    /// The first of those who work together with each of the others, up to a number.
    private mutating func pair(_ start: CollaborationStarted, _ event: Event) {
        var others = (start.participants ?? [])[...]
        guard let first = event.agent.flatMap({ others.contains($0) ? $0 : nil }) ?? others.popFirst() else { return }
        for other in others.filter({ $0 != first }).prefix(20) {
            pair(first, other, start.type ?? "collaboration", "", event)
        }
    }

    private mutating func pair(_ one: String, _ other: String, _ type: String, _ reason: String, _ event: Event) {
        let (primary, secondary) = (scene.title(one, in: event.project), scene.title(other, in: event.project))
        tell(AgentCraftFrames.collaboration(primary, secondary, type: type, reason: reason, at: event.time), event)
    }
}

extension AgentCraftEncoder {
    /// A frame, or what the source tells of a session once it is known where the batch leaves that.
    private enum Told {
        case frame(Message)
        case step(SessionStep)
    }

    /// A step of a session.
    private struct SessionStep {
        struct Kind: Hashable {
            let type: String
            let key: AgentCraftKey
        }

        let kind: Kind
        let event: Event
    }

    private func step(_ event: Event) -> SessionStep? {
        guard let session = event.session else { return nil }
        let key = AgentCraftKey(event.project, session)
        let type: String? =
            switch event.body {
            case .sessionStarted: "session_started"
            case .sessionUpdated: "phase_update"
            case .sessionOutput: "crew_output"
            case .sessionFinished(let finish):
                finish.ok == false || finish.error != nil ? "session_error" : "session_completed"
            default: nil
            }
        return type.map { SessionStep(kind: SessionStep.Kind(type: $0, key: key), event: event) }
    }
}

/// The log entries of a batch, by the session they belong to.
private struct AgentCraftLogBatch {
    private var entries: [(seq: Seq, entry: AgentCraftLogEntry)] = []

    private static let entriesPerFrame = 100

    mutating func add(_ entry: AgentCraftLogEntry, at seq: Seq) { entries.append((seq, entry)) }

    /// One frame a session, or several where there is much; on the source's path each entry as a frame of its own as well.
    func tell(_ flavour: AgentCraftFlavour, _ emit: (Message) -> Void) {
        for run in runs() {
            guard let last = run.last else { continue }
            emit(
                Message(AgentCraftFrames.logs(last.entry.session, run.map(\.entry), at: last.entry.time), seq: last.seq)
            )
        }
        guard flavour == .source else { return }
        for (seq, entry) in entries where entry.isForStream { emit(Message(entry.streamFrame, seq: seq)) }
    }

    /// Entries that follow one another in one session.
    private func runs() -> [ArraySlice<(seq: Seq, entry: AgentCraftLogEntry)>] {
        var runs: [ArraySlice<(seq: Seq, entry: AgentCraftLogEntry)>] = []
        var start = 0
        for place in entries.indices.dropFirst() {
            let isSame = entries[place].entry.session == entries[start].entry.session
            guard !isSame || place - start == Self.entriesPerFrame else { continue }
            runs.append(entries[start..<place])
            start = place
        }
        if start < entries.count { runs.append(entries[start...]) }
        return runs
    }
}
