public import PerchDialects
public import PerchLog
public import PerchModel

/// Reads events back from the log, as values and not only as lines.
public struct Memory: Sendable {
    private let log: any EventReading

    /// Reads from a log.
    public init(log: any EventReading) {
        self.log = log
    }

    /// One page of the events a query asks for, and where to go on; nil at the end.
    ///
    /// - Throws: `PerchError` when the log can't be read.
    public func page(_ query: EventQuery) async throws(PerchError) -> (batch: Batch, next: Seq?) {
        let page = try await log.page(query)
        return (try Refold(log: log).read(page.lines), page.next)
    }

    /// A stretch of the past up to an event, in the order of the log.
    ///
    /// - Throws: `PerchError` when the log can't be read.
    public func events(of past: Past, upTo seq: Seq) async throws(PerchError) -> [Event] {
        var (events, next): ([Event], Seq?) = ([], seq + 1)
        while let before = next, events.count < past.limit {
            let limit = min(Self.stride, past.limit - events.count)
            let page = try await page(
                EventQuery(before: before, limit: limit, newestFirst: true, filter: past.filter))
            let wanted = page.batch.events.prefix { $0.received >= past.since }
            events += wanted
            next = wanted.count == page.batch.events.count ? page.next : nil
        }
        return events.reversed()
    }

    private static let stride = 1000

    /// As many events as a query's limit, however many pages that takes but no more bytes than about twice what the query allows of one
    /// page, and where to go on.
    ///
    /// - Throws: `PerchError` when the log can't be read.
    public func events(_ query: EventQuery) async throws(PerchError) -> (batch: Batch, next: Seq?) {
        var (query, rest) = (query, query.limit)
        var (lines, next): (EncodedLines, Seq?) = (EncodedLines(), nil)
        repeat {
            query.limit = rest
            let page = try await log.page(query)
            for index in 0..<page.lines.count { lines.append { $0.append(contentsOf: page.lines[index]) } }
            (rest, next) = (rest - page.lines.count, page.next)
            if query.newestFirst { query.before = next } else { query.after = next ?? query.after }
        } while next != nil && rest > 0 && lines.bytes.count < query.maxBytes
        return (try Refold(log: log).read(lines), next)
    }
}
