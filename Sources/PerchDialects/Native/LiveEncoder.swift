import PerchJSON
public import PerchModel

/// `/v1/live`: what changed since the message before, each row once however often it changed, and the events.
public struct LiveEncoder: FeedEncoder {
    private let wanted: LiveSubscription
    private var changes: [ViewName: ChangedRows] = [:]
    private var lines: [UInt8] = []
    private var lineCount = 0
    private var skipped = 0
    private var seq: Seq = 0
    private var flushed = Timestamp.earliest

    /// Microseconds between two deltas.
    private static let pause: Int64 = 50_000

    /// At most so many events are told in one delta; a flood is told by its rows and by the count of what was left out.
    public static let eventsPerDelta = 1000
    /// At most so many bytes of events are told in one delta.
    public static let eventBytesPerDelta = 512 << 10

    /// Tells one subscription's changes.
    public init(_ wanted: LiveSubscription) {
        self.wanted = wanted
    }

    /// At once when it was quiet, and at most twenty times a second.
    public var due: Timestamp? { hasNews ? flushed.advanced(by: Self.pause) : nil }

    private var hasNews: Bool { !changes.isEmpty || lineCount > 0 || skipped > 0 }

    /// Only where a view is wanted.
    public var readsRows: Bool { !wanted.views.isEmpty }

    /// Takes in what changed; of a row only its last state is kept.
    public mutating func absorb(_ feed: Feed) {
        seq = feed.seq
        for patch in feed.patches where wanted.views.contains(patch.view) { note(patch) }
        guard wanted.events else { return }
        for (index, event) in feed.batch.events.enumerated() where isWanted(event.project) {
            add(feed.batch.lines[index])
        }
    }

    private func isWanted(_ project: String) -> Bool {
        wanted.project == nil || wanted.project == project
    }

    private mutating func note(_ patch: Patch) {
        // A row that is gone is known by its key alone.
        guard wanted.project == nil || isWanted(patch.row?.project ?? RowKey.project(of: patch.key)) else { return }
        changes[patch.view, default: ChangedRows()].note(patch)
    }

    private mutating func add(_ line: ArraySlice<UInt8>) {
        guard lineCount < Self.eventsPerDelta, lines.count + line.count <= Self.eventBytesPerDelta else {
            skipped += 1
            return
        }
        if lineCount > 0 { lines.append(UInt8(ascii: ",")) }
        lines.append(contentsOf: line)
        lineCount += 1
    }

    /// Tells one delta, or nothing where nothing changed.
    public mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        guard hasNews else { return }
        emit(Message(delta(), seq: seq))
        flushed = now
        changes.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        (lineCount, skipped) = (0, 0)
    }

    private func delta() -> [UInt8] {
        var writer = JSONWriter(reserving: 512 + lines.count)
        writer.object { writer in
            writer.field("type", "delta")
            writer.field("seq", seq)
            writer.key("put")
            writer.object { writer in eachView(where: \.hasPuts) { $1.writePuts(under: $0, to: &writer) } }
            writer.key("drop")
            writer.object { writer in eachView(where: \.hasDrops) { $1.writeDrops(under: $0, to: &writer) } }
            if wanted.events { writeEvents(to: &writer) }
        }
        return writer.bytes
    }

    private func eachView(where wantedRows: (ChangedRows) -> Bool, _ visit: (ViewName, ChangedRows) -> Void) {
        for view in wanted.views {
            if let rows = changes[view], wantedRows(rows) { visit(view, rows) }
        }
    }

    private func writeEvents(to writer: inout JSONWriter) {
        writer.key("events")
        writer.raw([UInt8(ascii: "[")] + lines + [UInt8(ascii: "]")])
        if skipped > 0 { writer.field("events_skipped", skipped) }
    }
}
