import PerchDialects
import PerchModel
import PerchNet
import Synchronization

/// Who is connected by which dialect, and how many seats are taken.
final class Attendance: Audience {
    private struct State {
        var present: [Int: Attending] = [:]
        var arrived = 0
        var gone: [String: AudienceTotals] = [:]
        var taken: [Group: Int] = [:]
    }

    /// Who shares seats: a dialect's groups are its own, whatever others call theirs.
    private struct Group: Hashable {
        let dialect: String
        let name: String
    }

    private let state = Mutex(State())

    /// Lets a client in, or returns nil where its seats are all taken.
    func admit(_ dialect: String, _ reception: Reception, at now: Timestamp) -> Attending? {
        state.withLock { state in
            if let seats = reception.seats {
                let group = Group(dialect: dialect, name: seats.group)
                guard state.taken[group, default: 0] < seats.count else { return nil }
                state.taken[group, default: 0] += 1
            }
            state.arrived += 1
            let client = Attending(
                number: state.arrived, dialect: dialect, label: reception.label, group: reception.seats?.group,
                since: now
            )
            state.present[client.number] = client
            return client
        }
    }

    /// A client has left.
    func leave(_ client: Attending) {
        // Read before, so that no lock is taken inside of another.
        let sent = client.sent
        state.withLock { state in
            guard state.present.removeValue(forKey: client.number) != nil else { return }
            state.gone[client.dialect, default: AudienceTotals()].add(clients: 1, sent)
            guard let name = client.group else { return }
            let group = Group(dialect: client.dialect, name: name)
            guard let taken = state.taken[group] else { return }
            state.taken[group] = taken > 1 ? taken - 1 : nil
        }
    }

    func attendees(of dialect: String) -> [Attendee] {
        let present = state.withLock { $0.present.values.filter { $0.dialect == dialect } }
        return present.sorted { $0.number < $1.number }.map { client in
            let sent = client.sent
            return Attendee(
                label: client.label, group: client.group, since: client.since, messages: sent.messages,
                bytes: sent.bytes)
        }
    }

    func count(of dialect: String) -> Int {
        state.withLock { state in state.present.values.count { $0.dialect == dialect } }
    }

    func seated(in group: String, of dialect: String) -> Int {
        state.withLock { $0.taken[Group(dialect: dialect, name: group)] ?? 0 }
    }

    func totals(of dialect: String) -> AudienceTotals {
        let (gone, present) = state.withLock { state in
            (state.gone[dialect] ?? AudienceTotals(), state.present.values.filter { $0.dialect == dialect })
        }
        return present.reduce(into: gone) { $0.add(clients: 1, $1.sent) }
    }
}

extension AudienceTotals {
    fileprivate mutating func add(clients: Int, _ sent: (messages: Int, bytes: Int)) {
        self.clients += clients
        messages += sent.messages
        bytes += sent.bytes
    }
}

/// One client's entry: who it is and what it was sent.
final class Attending: Sendable {
    let number: Int
    let dialect: String
    let label: String?
    let group: String?
    let since: Timestamp

    private struct State {
        var messages = 0
        var bytes = 0
        /// What the channel it follows had told when it began to follow.
        var following: (channel: Channel, from: ChannelTally)?
    }

    private let state = Mutex(State())

    init(number: Int, dialect: String, label: String?, group: String?, since: Timestamp) {
        (self.number, self.dialect, self.label, self.group, self.since) = (number, dialect, label, group, since)
    }

    /// It was sent a message of its own.
    func count(_ message: Message) {
        state.withLock { state in
            state.messages += 1
            state.bytes += message.bytes.count
        }
    }

    /// It follows a channel from now on, or none.
    func follow(_ channel: Channel?) {
        state.withLock { state in
            (state.messages, state.bytes) = Self.sum(state)
            state.following = channel.map { ($0, $0.tally) }
        }
    }

    /// Everything it was sent, or is being sent.
    var sent: (messages: Int, bytes: Int) { state.withLock { Self.sum($0) } }

    private static func sum(_ state: State) -> (messages: Int, bytes: Int) {
        guard let (channel, from) = state.following else { return (state.messages, state.bytes) }
        let now = channel.tally
        return (state.messages + now.frames - from.frames, state.bytes + now.bytes - from.bytes)
    }
}
