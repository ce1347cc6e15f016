import PerchModel
import PerchSystem

/// Looks for one page's events with the index, and gives the lines of those it finds to the page. Lives for one question.
struct IndexedPage {
    /// How many column entries one page looks at: above all logs a single machine is likely to have.
    static let maxEntries = 32 << 20
    /// A page whose words are looked for in many parts ends after about so long.
    private static let wordsNanoseconds: UInt64 = 250_000_000

    let index: IndexReader
    let batches: BatchReader
    let newestFirst: Bool
    let wanted: [(IndexField, Set<UInt32>)]
    let words: EventWords
    private let question: String
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
        question = IndexWords.question(words)
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
        let first = WordsPart.number(of: range.lowerBound)
        let last = WordsPart.number(of: range.upperBound)
        let start = SystemClock.monotonicNanoseconds()
        for step in 0...(last - first) {
            let part = newestFirst ? last - step : first + step
            let events = WordsPart.range(part).clamped(to: range)
            guard try searchWords(of: part, events, &builder) else { return false }
            if SystemClock.monotonicNanoseconds() - start > Self.wordsNanoseconds, step < last - first {
                builder.stop(at: newestFirst ? events.lowerBound : events.upperBound)
                return false
            }
        }
        return true
    }

    private mutating func searchWords(
        of part: Int64, _ range: ClosedRange<Seq>, _ builder: inout PageBuilder
    ) throws -> Bool {
        var isOpen = true
        try index.events(of: part, with: question, in: range, newestFirst: newestFirst) { seq in
            entries += 1
            if try hasFields(seq) { isOpen = try lines.offer(seq, to: &builder) }
            if isOpen, entries >= PageBuilder.maxScanned {
                builder.stop(at: seq)
                isOpen = false
            }
            return isOpen
        }
        return isOpen
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
