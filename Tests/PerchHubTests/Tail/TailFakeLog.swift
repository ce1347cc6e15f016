import PerchHub
import PerchJSON
import PerchLog
import PerchModel
import Synchronization

/// A log that keeps the ids of drafts and the marks in memory, together.
final class FakeLog: Sendable {
    private struct State {
        var lines: [String] = []
        var marks: [String: TailMark] = [:]
        var history: [TailMark] = []
        var refusals: [PerchError] = []
        var warnings: [String] = []
        var sleepers: [(until: @Sendable (State) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var lines: [String] { state.withLock { $0.lines } }
    var warnings: [String] { state.withLock { $0.warnings } }
    var marks: [TailMark] { state.withLock { $0.history } }

    /// Refuses the next calls so.
    func refuse(_ refusals: [PerchError]) { state.withLock { $0.refusals = refusals } }

    /// Returns when so many lines are in.
    func arrival(of count: Int) async { await reach { $0.lines.count >= count } }

    /// Returns when a place is remembered.
    func firstMark() async { await reach { !$0.marks.isEmpty } }

    private func reach(_ goal: @escaping @Sendable (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if !goal(state) { state.sleepers.append((goal, continuation)) }
                return goal(state)
            }
            if isThere { continuation.resume() }
        }
    }

    var doors: TailDoors {
        TailDoors(
            read: Self.read,
            accept: { drafts, mark throws(PerchError) in try self.accept(drafts, mark) },
            mark: { file throws(PerchError) in self.state.withLock { $0.marks[file] } },
            warn: { sentence in self.state.withLock { $0.warnings.append(sentence) } })
    }

    /// A line is one draft, `"quiet"` none, and what is not JSON or `"wrong"` is refused.
    static let read: TailDoors.Reading = { bytes, range, parser throws(PerchError) in
        let text: JSONText
        do throws(JSONError) { text = try parser.parse(bytes, range: range).text() } catch {
            throw PerchError(refusing: error)
        }
        let line = String(decoding: text.bytes, as: UTF8.self)
        if line == "\"quiet\"" { return [] }
        if line == "\"wrong\"" { throw PerchError(.invalidEvent, "This is no event.") }
        return [Draft(.other(name: "line", data: .emptyObject), source: "test", id: line)]
    }

    private func accept(_ drafts: [Draft], _ mark: TailMark) throws(PerchError) {
        let (refusal, awake) = state.withLock { state -> (PerchError?, [CheckedContinuation<Void, Never>]) in
            if !state.refusals.isEmpty { return (state.refusals.removeFirst(), []) }
            if drafts.contains(where: { $0.id == "\"poison\"" }) {
                return (PerchError(.tooLarge, "An event is too large."), [])
            }
            state.lines += drafts.map { $0.id ?? "" }
            state.marks[mark.file] = mark
            state.history.append(mark)
            let awake = state.sleepers.filter { $0.until(state) }
            state.sleepers.removeAll { [state] in $0.until(state) }
            return (nil, awake.map(\.continuation))
        }
        for sleeper in awake { sleeper.resume() }
        if let refusal { throw refusal }
    }
}
