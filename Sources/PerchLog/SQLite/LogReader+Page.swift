import PerchModel

extension EventQuery {
    /// The numbers a page may hold, in a log that ends with `last`; nil where there are none.
    func range(through last: Seq) -> ClosedRange<Seq>? {
        guard after < last else { return nil }
        let low = max(after, 0) + 1
        let high = min(before.map { max($0, 1) - 1 } ?? last, last)
        return limit > 0 && low <= high ? low...high : nil
    }
}

extension LogReader {
    /// One page, found by looking at every line.
    func page(_ query: EventQuery, through last: Seq) throws(PerchError) -> EventPage {
        var builder = PageBuilder(query)
        guard let range = query.range(through: last) else { return builder.page }
        try scan(range, newestFirst: query.newestFirst, &builder)
        return builder.page
    }

    /// Offers the lines of a range in order until the page is done; false when it is.
    @discardableResult
    func scan(
        _ range: ClosedRange<Seq>, newestFirst: Bool, _ builder: inout PageBuilder
    ) throws(PerchError) -> Bool {
        newestFirst ? try scanBack(range, &builder) : try scanForth(range, &builder)
    }

    private func scanForth(_ range: ClosedRange<Seq>, _ builder: inout PageBuilder) throws(PerchError) -> Bool {
        var goesOn = true
        try batches.rows(from: range.lowerBound, through: range.upperBound) { row throws(PerchError) in
            for (index, line) in try row.checkedLineRanges().enumerated() {
                let seq = row.first + Int64(index)
                guard range.contains(seq) else { continue }
                goesOn = try builder.offer(seq, row.body, line, isLast: seq == range.upperBound)
                if !goesOn { break }
            }
            return goesOn
        }
        return goesOn
    }

    private func scanBack(_ range: ClosedRange<Seq>, _ builder: inout PageBuilder) throws(PerchError) -> Bool {
        var goesOn = true
        try batches.rows(backFrom: range.upperBound, downTo: range.lowerBound) { row throws(PerchError) in
            for (index, line) in try row.checkedLineRanges().enumerated().reversed() {
                let seq = row.first + Int64(index)
                guard range.contains(seq) else { continue }
                goesOn = try builder.offer(seq, row.body, line, isLast: seq == range.lowerBound)
                if !goesOn { break }
            }
            return goesOn
        }
        return goesOn
    }
}
