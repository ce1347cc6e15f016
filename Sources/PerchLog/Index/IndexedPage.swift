import PerchModel

/// Looks for one page's events with the index, and gives the lines of those it finds to the page. Lives for one question.
struct IndexedPage {
    /// How many column entries one page looks at: above all logs a single machine is likely to have.
    static let maxEntries = 32 << 20
    /// How many events with the words are taken at once.
    private static let wordsChunk = 1_024

    let index: IndexReader
    let batches: BatchReader
    let newestFirst: Bool
    let wanted: [(IndexField, Set<UInt32>)]
    let words: EventWords
    private var lines: LineLoader
    private var entries = 0
    /// The block looked at last, for words, whose events come one by one.
    private var block: (number: Int64, events: [Bool]?)?

    init(
        _ query: EventQuery, index: IndexReader, batches: BatchReader, fields: FieldFilter
    ) throws(SQLiteError) {
        self.index = index
        self.batches = batches
        newestFirst = query.newestFirst
        wanted = try index.wanted(fields)
        words = EventWords(query.filter.words)
        lines = LineLoader(batches)
    }

    /// Offers what the index finds in a range it covers; false when the page is done.
    mutating func search(_ range: ClosedRange<Seq>, _ builder: inout PageBuilder) throws -> Bool {
        words.isEmpty ? try searchColumns(range, &builder) : try searchWords(range, &builder)
    }

    // MARK: Columns

    private mutating func searchColumns(_ range: ClosedRange<Seq>, _ builder: inout PageBuilder) throws -> Bool {
        // A term that no block has been seen with is in none.
        if wanted.contains(where: { $0.1.isEmpty }) { return true }
        let first = IndexBlock.number(of: range.lowerBound)
        let last = IndexBlock.number(of: range.upperBound)
        for step in 0...(last - first) {
            let number = newestFirst ? last - step : first + step
            if let events = try index.events(of: number, wanted: wanted) {
                guard try offer(events, IndexBlock.first(number), range, &builder) else { return false }
            }
            entries += IndexBlock.count
            if entries >= Self.maxEntries, step < last - first {
                builder.stop(at: newestFirst ? IndexBlock.first(number) : IndexBlock.first(number + 1) - 1)
                return false
            }
        }
        return true
    }

    private mutating func offer(
        _ events: [Bool], _ first: Seq, _ range: ClosedRange<Seq>, _ builder: inout PageBuilder
    ) throws(PerchError) -> Bool {
        for step in events.indices {
            let place = newestFirst ? events.count - 1 - step : step
            let seq = first + Int64(place)
            guard events[place], range.contains(seq) else { continue }
            guard try lines.offer(seq, to: &builder) else { return false }
        }
        return true
    }

    // MARK: Words

    private mutating func searchWords(_ range: ClosedRange<Seq>, _ builder: inout PageBuilder) throws -> Bool {
        var rest: ClosedRange<Seq>? = range
        while let part = rest {
            let seqs = try index.events(with: words, in: part, newestFirst: newestFirst, limit: Self.wordsChunk)
            for seq in seqs where try hasFields(seq) {
                guard try lines.offer(seq, to: &builder) else { return false }
            }
            entries += seqs.count
            rest = seqs.count < Self.wordsChunk ? nil : seqs.last.flatMap { remainder(of: part, after: $0) }
            if entries >= PageBuilder.maxScanned, rest != nil, let last = seqs.last {
                builder.stop(at: last)
                return false
            }
        }
        return true
    }

    private func remainder(of range: ClosedRange<Seq>, after seq: Seq) -> ClosedRange<Seq>? {
        if newestFirst { return seq > range.lowerBound ? range.lowerBound...(seq - 1) : nil }
        return seq < range.upperBound ? (seq + 1)...range.upperBound : nil
    }

    /// Whether the columns let an event pass; one they do not cover yet does.
    private mutating func hasFields(_ seq: Seq) throws(SQLiteError) -> Bool {
        if wanted.isEmpty { return true }
        let number = IndexBlock.number(of: seq)
        if block?.number != number {
            let isCovered = IndexBlock.first(number + 1) - 1 <= covered
            block = (number, isCovered ? try index.events(of: number, wanted: wanted) : [])
        }
        guard let events = block?.events else { return false }
        return events.isEmpty || events[Int(seq - IndexBlock.first(number))]
    }

    /// Through which event the columns go.
    var covered: Seq = 0
}

/// Gives lines by number to a page; rows that lines share are read once.
struct LineLoader {
    private let batches: BatchReader
    private var row: BatchRow?
    private var ranges: [Range<Int>] = []

    init(_ batches: BatchReader) {
        self.batches = batches
    }

    /// Offers one line; the page looks at it as at any other.
    mutating func offer(_ seq: Seq, to builder: inout PageBuilder) throws(PerchError) -> Bool {
        if let row, seq >= row.first, seq <= row.last {
            return try builder.offer(seq, row.body, ranges[Int(seq - row.first)], isLast: false)
        }
        let row = try batches.row(containing: seq)
        ranges = try row.checkedLineRanges()
        self.row = row
        return try builder.offer(seq, row.body, ranges[Int(seq - row.first)], isLast: false)
    }
}
