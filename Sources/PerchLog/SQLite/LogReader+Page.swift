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

extension ClosedRange<Seq> {
    /// The parts up to an event and after it; nil where there is none.
    func split(after seq: Seq) -> (low: ClosedRange<Seq>?, high: ClosedRange<Seq>?) {
        if seq < lowerBound { return (nil, self) }
        if seq >= upperBound { return (self, nil) }
        return (lowerBound...seq, (seq + 1)...upperBound)
    }
}

extension LogReader {
    /// One page: with the index as far as it goes, and line by line where it does not.
    func page(_ query: EventQuery, through last: Seq) throws(PerchError) -> EventPage {
        guard let range = query.range(through: last) else { return PageBuilder(query).page }
        if let index, !query.filter.isOpen, let page = try page(query, range, index) { return page }
        var builder = PageBuilder(query)
        try scan(range, newestFirst: query.newestFirst, &builder)
        return builder.page
    }

    /// The page with the index; nil where the index cannot be used.
    private func page(
        _ query: EventQuery, _ range: ClosedRange<Seq>, _ index: IndexReader
    ) throws(PerchError) -> EventPage? {
        do {
            var builder = PageBuilder(query)
            let progress = try index.progress()
            var search = try IndexedPage(query, index: index, batches: batches, fields: builder.fields)
            search.covered = progress.columns
            let (low, high) = range.split(after: search.words.isEmpty ? progress.columns : progress.words)
            if query.newestFirst {
                if try scan(high, newestFirst: true, &builder, stopsAtEnd: low != nil), let low {
                    _ = try search.search(low, &builder)
                }
            } else {
                if try low.map({ try search.search($0, &builder) }) ?? true {
                    _ = try scan(high, newestFirst: false, &builder)
                }
            }
            return builder.page
        } catch let error as PerchError {
            throw error
        } catch {
            // The index is a help and no truth: where it fails, the lines themselves are read.
            return nil
        }
    }

    private func scan(
        _ range: ClosedRange<Seq>?, newestFirst: Bool, _ builder: inout PageBuilder, stopsAtEnd: Bool = false
    ) throws(PerchError) -> Bool {
        guard let range else { return true }
        return try scan(range, newestFirst: newestFirst, &builder, goesOn: stopsAtEnd)
    }

    /// Offers the lines of a range in order until the page is done; false when it is. `goesOn` tells that more follows the range.
    @discardableResult
    func scan(
        _ range: ClosedRange<Seq>, newestFirst: Bool, _ builder: inout PageBuilder, goesOn: Bool = false
    ) throws(PerchError) -> Bool {
        newestFirst ? try scanBack(range, &builder, goesOn) : try scanForth(range, &builder)
    }

    private func scanForth(_ range: ClosedRange<Seq>, _ builder: inout PageBuilder) throws(PerchError) -> Bool {
        var isOpen = true
        try batches.rows(from: range.lowerBound, through: range.upperBound) { row throws(PerchError) in
            for (index, line) in try row.checkedLineRanges().enumerated() {
                let seq = row.first + Int64(index)
                guard range.contains(seq) else { continue }
                isOpen = try builder.offer(seq, row.body, line, isLast: seq == range.upperBound)
                if !isOpen { break }
            }
            return isOpen
        }
        return isOpen
    }

    private func scanBack(
        _ range: ClosedRange<Seq>, _ builder: inout PageBuilder, _ goesOn: Bool
    ) throws(PerchError) -> Bool {
        var isOpen = true
        try batches.rows(backFrom: range.upperBound, downTo: range.lowerBound) { row throws(PerchError) in
            for (index, line) in try row.checkedLineRanges().enumerated().reversed() {
                let seq = row.first + Int64(index)
                guard range.contains(seq) else { continue }
                isOpen = try builder.offer(seq, row.body, line, isLast: seq == range.lowerBound && !goesOn)
                if !isOpen { break }
            }
            return isOpen
        }
        return isOpen
    }
}
