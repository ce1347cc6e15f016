import PerchJSON
import PerchModel

/// The tokens of each hour of the last day, as they were reported.
struct HtmlGraphCosts: HtmlGraphTable {
    private struct Hour {
        var tokens: Int64 = 0
        var events = 0
    }

    private var hours: [Int64: Hour] = [:]

    private static let count: Int64 = 24

    static func start(at now: Timestamp) -> Timestamp {
        Timestamp(microseconds: first(at: now) * 3_600_000_000)
    }

    /// The hour that runs is the last of the day.
    private static func first(at now: Timestamp) -> Int64 { hour(of: now) - count + 1 }

    private static func hour(of time: Timestamp) -> Int64 { time.microseconds / 3_600_000_000 }

    mutating func absorb(_ event: Event) -> Bool {
        guard case .usageAdded = event.body else { return false }
        var told = HtmlGraphEvent(event)
        told.take(event.body)
        let (sum, overflows) = hours[hour(of: event), default: Hour()].tokens.addingReportingOverflow(told.tokens)
        hours[hour(of: event), default: Hour()].tokens = overflows ? .max : sum
        hours[hour(of: event), default: Hour()].events += 1
        if hours.count > 2 * Int(Self.count) {
            let first = Self.first(at: event.received)
            hours = hours.filter { $0.key >= first }
        }
        return true
    }

    private func hour(of event: Event) -> Int64 { Self.hour(of: min(event.time, event.received)) }

    func rows(at now: Timestamp) -> [(inout JSONWriter) -> Void] {
        let first = Self.first(at: now)
        return hours.filter { $0.key >= first }.sorted { $0.key < $1.key }.map { hour, sums in
            { writer in
                writer.field("hour", Timestamp(microseconds: hour * 3_600_000_000))
                writer.field("total_tokens", sums.tokens)
                writer.field("event_count", sums.events)
            }
        }
    }
}
