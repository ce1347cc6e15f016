public import PerchHub
import PerchModel
import Synchronization

/// What the server counts about itself; any thread may count.
public final class Metrics: Sendable {
    private let requests = Atomic<Int>(0)
    private let refusals = Mutex<[ErrorCode: Int]>([:])
    private let accepted = Atomic<Int>(0)
    private let duplicates = Atomic<Int>(0)
    private let streams = Atomic<Int>(0)
    private let live = Atomic<Int>(0)
    private let replays = Atomic<Int>(0)
    private let lagged = Atomic<Int>(0)
    private let tails = Mutex<[FileTail]>([])

    /// Everything at zero.
    public init() {}

    /// A request was answered.
    func countRequest() { requests.add(1, ordering: .relaxed) }
    /// A request, message or client was refused.
    func count(_ code: ErrorCode) { refusals.withLock { $0[code, default: 0] += 1 } }
    /// Events were stored.
    func count(accepted: Int, duplicates: Int) {
        self.accepted.add(accepted, ordering: .relaxed)
        self.duplicates.add(duplicates, ordering: .relaxed)
    }
    /// A client of `/v1/stream` came or went.
    func streams(_ change: Int) { streams.add(change, ordering: .relaxed) }
    /// A client of `/v1/live` came or went.
    func live(_ change: Int) { live.add(change, ordering: .relaxed) }
    /// A replay began or ended.
    func replays(_ change: Int) { replays.add(change, ordering: .relaxed) }
    /// A client fell so far behind that it was given a fresh snapshot or let go.
    func countLagged() { lagged.add(1, ordering: .relaxed) }

    /// From now on tells what these files' tails have counted.
    public func follow(_ tails: [FileTail]) { self.tails.withLock { $0 += tails } }

    /// The text of Prometheus' exposition format, version 0.0.4.
    public func text(_ gauges: [(name: String, help: String, value: Int)]) -> String {
        var text = ""
        func add(_ name: String, _ kind: String, _ help: String, _ samples: [(String, Int)]) {
            text += "# HELP perch_\(name) \(help)\n# TYPE perch_\(name) \(kind)\n"
            for (labels, value) in samples { text += "perch_\(name)\(labels) \(value)\n" }
        }
        add("requests_total", "counter", "Requests answered.", [("", requests.load(ordering: .relaxed))])
        add("events_accepted_total", "counter", "Events stored.", [("", accepted.load(ordering: .relaxed))])
        add("events_duplicate_total", "counter", "Events known already.", [("", duplicates.load(ordering: .relaxed))])
        let codes = refusals.withLock { $0 }
        add(
            "refusals_total", "counter", "Refusals by code.",
            ErrorCode.allCases.map { ("{code=\"\($0.rawValue)\"}", codes[$0] ?? 0) })
        add(
            "clients_lagged_total", "counter", "Clients that fell too far behind.",
            [("", lagged.load(ordering: .relaxed))])
        add(
            "clients", "gauge", "Clients connected, by door.",
            [
                ("{door=\"stream\"}", streams.load(ordering: .relaxed)),
                ("{door=\"live\"}", live.load(ordering: .relaxed)),
                ("{door=\"replay\"}", replays.load(ordering: .relaxed)),
            ])
        let tailed = tails.withLock { $0 }.map { (label: "{file=\"\(Self.escaped($0.path))\"}", counts: $0.counts) }
        if !tailed.isEmpty {
            add(
                "tail_lines_total", "counter", "Lines read of followed files.",
                tailed.map { ($0.label, $0.counts.lines) })
            add(
                "tail_lines_skipped_total", "counter", "Lines of them that were over the limit or no events.",
                tailed.map { ($0.label, $0.counts.skipped) })
        }
        for gauge in gauges { add(gauge.name, "gauge", gauge.help, [("", gauge.value)]) }
        return text
    }

    /// A label's value: the format escapes the backslash, the quote and the end of a line.
    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
    }
}
