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
    private let polling = Atomic<Int>(0)
    private let lagged = Atomic<Int>(0)
    private let tails = Mutex<[FileTail]>([])
    private let upstreams = Mutex<[Upstream]>([])

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
    /// A client that polls came or went.
    func polling(_ change: Int) { polling.add(change, ordering: .relaxed) }
    /// A replay began or ended.
    func replays(_ change: Int) { replays.add(change, ordering: .relaxed) }
    /// A client fell so far behind that it was given a fresh snapshot or let go.
    func countLagged() { lagged.add(1, ordering: .relaxed) }

    /// From now on tells what these files' tails have counted.
    public func follow(_ tails: [FileTail]) { self.tails.withLock { $0 += tails } }

    /// From now on tells what following these servers has come to.
    public func follow(_ upstreams: [Upstream]) { self.upstreams.withLock { $0 += upstreams } }

    /// All counts.
    var page: MetricsPage {
        var page = MetricsPage()
        page.add("requests_total", .counter, "Requests answered.", requests.load(ordering: .relaxed))
        page.add("events_accepted_total", .counter, "Events stored.", accepted.load(ordering: .relaxed))
        page.add("events_duplicate_total", .counter, "Events known already.", duplicates.load(ordering: .relaxed))
        let codes = refusals.withLock { $0 }
        page.add(
            "refusals_total", .counter, "Refusals by code.", by: "code",
            ErrorCode.allCases.map { ($0.rawValue, codes[$0] ?? 0) })
        page.add(
            "clients_lagged_total", .counter, "Clients that fell too far behind.", lagged.load(ordering: .relaxed))
        page.add(
            "clients", .gauge, "Clients connected, by door; replays are counted besides.", by: "door",
            [
                ("stream", streams.load(ordering: .relaxed)), ("live", live.load(ordering: .relaxed)),
                ("replay", replays.load(ordering: .relaxed)), ("polling", polling.load(ordering: .relaxed)),
            ])
        addTails(to: &page)
        addUpstreams(to: &page)
        return page
    }

    private func addTails(to page: inout MetricsPage) {
        let tailed = tails.withLock { $0 }.map { (path: $0.path, counts: $0.counts) }
        guard !tailed.isEmpty else { return }
        page.add(
            "tail_lines_total", .counter, "Lines read of followed files.", by: "file",
            tailed.map { ($0.path, $0.counts.lines) })
        page.add(
            "tail_lines_skipped_total", .counter, "Lines of them that were over the limit or no events.", by: "file",
            tailed.map { ($0.path, $0.counts.skipped) })
    }

    private func addUpstreams(to page: inout MetricsPage) {
        let followed = upstreams.withLock { $0 }.map { (name: $0.name, counts: $0.counts) }
        guard !followed.isEmpty else { return }
        func add(_ name: String, _ kind: MetricsPage.Kind, _ help: String, _ count: (UpstreamCounts) -> Int) {
            page.add(name, kind, help, by: "server", followed.map { ($0.name, count($0.counts)) })
        }
        add("upstream_connected", .gauge, "Whether a followed server is connected.") { $0.isConnected ? 1 : 0 }
        add("upstream_tries_total", .counter, "Tries to connect to followed servers.") { $0.tries }
        add("upstream_connections_total", .counter, "Connections made to followed servers.") { $0.connections }
        add("upstream_events_total", .counter, "Events of theirs that were new.") { $0.events }
        add("upstream_duplicates_total", .counter, "Events of theirs that were known already.") { $0.duplicates }
        add("upstream_skipped_total", .counter, "Events of theirs that the log does not take.") { $0.skipped }
    }
}
