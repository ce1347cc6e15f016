import PerchModel

/// Fills one page with the events that pass, and knows when to stop: full, or looked at enough.
struct PageBuilder {
    /// How many lines are looked at for one page, so that a question nobody's event answers stays short.
    static let maxScanned = 200_000

    private let limit: Int
    private let maxBytes: Int
    private let maxScanned: Int
    private let judge: EventJudge
    private(set) var page = EventPage(lines: EncodedLines(), seqs: [], next: nil)
    private var scanned = 0

    init(_ query: EventQuery, maxScanned: Int = PageBuilder.maxScanned) {
        limit = query.limit
        maxBytes = query.maxBytes
        self.maxScanned = maxScanned
        judge = EventJudge(query.filter)
    }

    /// The fields that are wanted.
    var fields: FieldFilter { judge.fields }

    /// Ends the page where the search stopped for having taken long enough.
    mutating func stop(at seq: Seq) {
        page.next = seq
    }

    /// Looks at the next event in order; false when the page is done. `isLast` tells that none follows it.
    mutating func offer(
        _ seq: Seq, _ bytes: [UInt8], _ line: Range<Int>, isLast: Bool
    ) throws(PerchError) -> Bool {
        scanned += 1
        if try judge.passes(bytes, line) {
            // One more than fits tells that there is a next page.
            if page.seqs.count >= limit || page.lines.bytes.count >= maxBytes {
                page.next = page.seqs.last
                return false
            }
            page.seqs.append(seq)
            page.lines.append { $0.append(contentsOf: bytes[line]) }
        }
        if scanned >= maxScanned && !isLast {
            page.next = seq
            return false
        }
        return true
    }
}
