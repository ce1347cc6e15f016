import PerchJSON
import PerchModel

/// `/stream`: kei's own lines byte for byte, and what others report in kei's words.
struct KeiEncoder: PromptEncoder {
    private let project: String?
    /// Who is a branch of the graph. Some never tell that they are done, so it is of the latest only.
    private var alive = RecentMemory<String, Void>(limit: 10_000)
    var waiting: [Message] = []

    /// With those who are alive, the oldest first.
    init(project: String?, alive: [KeiID]) {
        self.project = project
        for one in alive { self.alive.insert(one.key) }
    }

    var readsRows: Bool { false }

    mutating func absorb(_ feed: Feed) {
        for event in feed.batch.events where project == nil || event.project == project { absorb(event) }
    }

    private mutating func absorb(_ event: Event) {
        if event.source == KeiDialect.name, let line = event.draft.raw.flatMap(KeiLine.line) {
            follow(event)
            return tell(line, event)
        }
        for line in KeiWords.lines(of: event, alive: &alive) { tell(line, event) }
    }

    /// Keeps in mind who lives, of what is passed on as it is.
    private mutating func follow(_ event: Event) {
        guard let agent = event.agent else { return }
        switch event.body {
        case .agentStarted: alive.insert(KeiID(event.project, agent).key)
        case .agentFinished: alive.remove(KeiID(event.project, agent).key)
        default: break
        }
    }

    private mutating func tell(_ line: [UInt8], _ event: Event) {
        waiting.append(Message(Array(#"{"type":"event","data":"#.utf8) + line + [UInt8(ascii: "}")], seq: event.seq))
    }
}
