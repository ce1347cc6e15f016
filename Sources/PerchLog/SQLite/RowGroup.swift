import PerchModel

/// The events of one commit on their way into rows: numbers them, writes their lines once and marks where rows end.
struct RowGroup {
    /// A row and where its lines lie among all lines of the group.
    struct Row: Equatable {
        var head: BatchRow.Head
        var range: Range<Int>
    }

    private(set) var end: LogEnd
    private(set) var lines: EncodedLines
    private(set) var events: [Event] = []
    private(set) var rows: [Row] = []
    private let received: Timestamp
    private var head: LineHead
    /// The row that is being filled.
    private var open: Row?

    init(after end: LogEnd, received: Int64, expecting requests: [LogStore.Request]) {
        self.end = end
        self.received = Timestamp(microseconds: received)
        head = LineHead(next: end.last + 1, received: self.received)
        var bytes = 0
        var count = 0
        for request in requests {
            count += request.entries.count
            for entry in request.entries { bytes += entry.tail.count + AppendCheck.headBytes }
        }
        lines = EncodedLines(reserving: bytes + count * 8)
        events.reserveCapacity(count)
    }

    /// The number the next event gets.
    var next: Seq { end.last + 1 + (open?.head.count ?? 0) }

    /// The events with their lines; nil where there are none.
    var batch: Batch? { events.isEmpty ? nil : Batch(events: events, lines: lines) }

    mutating func append(_ entry: Entry) {
        let event = Event(entry.draft, seq: next, received: received)
        let start = lines.bytes.count
        lines.append { head.appendLine(entry, to: &$0) }
        events.append(event)
        let moment = max(open?.head.moment ?? end.moment, min(event.time.microseconds, received.microseconds))
        var row =
            open
            ?? Row(
                head: .init(first: event.seq, count: 0, received: received.microseconds, moment: moment),
                range: start..<start)
        row.head.count += 1
        row.head.moment = moment
        row.range = row.range.lowerBound..<lines.bytes.count
        open = row
        if row.head.count >= BatchRow.maxCount || row.range.count >= BatchRow.maxBytes { finishRow() }
    }

    mutating func finishRow() {
        guard let row = open else { return }
        rows.append(row)
        end.advance(over: row.head)
        open = nil
    }
}

/// Adds up a receipt.
struct ReceiptTally {
    private var accepted = 0
    private var duplicates = 0
    private var first: Seq = 0
    private var last: Seq = 0

    mutating func addNew(_ seq: Seq) {
        accepted += 1
        widen(to: seq)
    }

    mutating func addDuplicate(_ seq: Seq) {
        duplicates += 1
        widen(to: seq)
    }

    private mutating func widen(to seq: Seq) {
        first = first == 0 ? seq : min(first, seq)
        last = max(last, seq)
    }

    var receipt: Receipt { Receipt(accepted: accepted, first: first, last: last, duplicates: duplicates) }
}
