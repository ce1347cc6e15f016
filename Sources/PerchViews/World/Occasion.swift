import PerchJSON
import PerchModel

/// Where and when an event happened, made safe once for all views: names that fit keys, a time that can be written.
struct Occasion {
    let seq: Seq
    let time: Timestamp
    let project: String
    let session: String?
    let agent: String?
    let source: String
    let projectHash: Int
    /// Who makes a call: the agent, or nobody.
    let caller: Name

    /// `before` is the project of the event before and its hash, since events come in runs of one project.
    init(_ event: Event, after before: (project: String, hash: Int)) {
        seq = event.seq
        time = event.time.writable
        project = event.draft.project.isEmpty ? Draft.defaultProject : event.draft.project.cut(to: TextLimit.id)
        session = event.draft.session.named
        agent = event.draft.agent.named
        source = event.draft.source
        projectHash = project == before.project ? before.hash : TextHash.hash(0, project)
        caller = Name(project, projectHash, agent ?? "")
    }

    func name(_ id: String) -> Name { Name(project, projectHash, id.cut(to: TextLimit.id)) }
}

extension Timestamp {
    /// Brought into the years that can be written.
    var writable: Timestamp { min(max(self, .earliest), .latest) }
}

extension Optional where Wrapped == String {
    /// An id, or nil where it is empty.
    var named: String? {
        guard let self, !self.isEmpty else { return nil }
        return self.cut(to: TextLimit.id)
    }

    /// The text cut to so many bytes, or nil where it is empty.
    func cut(to limit: Int) -> String? {
        guard let self, !self.isEmpty else { return nil }
        return self.cut(to: limit)
    }
}

extension [String] {
    /// So many of its items, each cut.
    func cut(to limit: Int, items: Int) -> [String] {
        prefix(items).map { $0.cut(to: limit) }
    }

    /// Adds an item that is not there yet, up to so many; tells whether it did.
    mutating func add(_ item: String, upTo limit: Int) -> Bool {
        guard count < limit, !contains(item) else { return false }
        append(item)
        return true
    }
}

extension Optional where Wrapped == JSONText {
    /// The text where it is not too long; cutting it would break it.
    var kept: JSONText? {
        guard let self, self.bytes.count <= TextLimit.metadata else { return nil }
        return self
    }

    var length: Int { self?.bytes.count ?? 0 }
}

extension Optional where Wrapped == Double {
    /// A share from 0 to 100.
    var percent: Double? {
        guard let self, self.isFinite else { return nil }
        return Swift.min(Swift.max(self, 0), 100)
    }

    /// An amount of money or milliseconds that can be summed up: finite, not negative, below 10¹⁵.
    var amount: Double? {
        guard let self, self.isFinite, self >= 0, self < 1e15 else { return nil }
        return self
    }
}

extension Optional where Wrapped == Int64 {
    /// A count that can be summed up.
    var counted: Int64 {
        guard let self else { return 0 }
        return Swift.min(Swift.max(self, 0), 1 << 50)
    }
}

extension Int64 {
    /// Adds without ever overflowing; a sum stays where a double still tells it exactly.
    mutating func add(_ more: Int64) {
        self = Swift.min(self + more, 1 << 53)
    }
}
