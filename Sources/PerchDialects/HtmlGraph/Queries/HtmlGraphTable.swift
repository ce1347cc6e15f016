import PerchJSON
import PerchModel

/// What the answer of a query is made from. It is given events and rows of its project alone, and of the past in any order.
protocol HtmlGraphTable: Sendable {
    /// Whether it is made from rows.
    var readsRows: Bool { get }
    /// Takes an event in; returns whether it touches the answer.
    mutating func absorb(_ event: Event) -> Bool
    /// Takes a row in; returns whether it touches the answer.
    mutating func absorb(_ patch: Patch) -> Bool
    /// The answer's rows, each written as one object, in their order.
    func rows(at now: Timestamp) -> [(inout JSONWriter) -> Void]
}

extension HtmlGraphTable {
    var readsRows: Bool { false }
    mutating func absorb(_ event: Event) -> Bool { false }
    mutating func absorb(_ patch: Patch) -> Bool { false }
}

/// An answer that is written.
struct HtmlGraphRows: Sendable, Equatable {
    let count: Int
    let bytes: [UInt8]

    init(_ table: any HtmlGraphTable, at now: Timestamp) {
        let rows = table.rows(at: now)
        var writer = JSONWriter()
        writer.array { writer in
            for row in rows { writer.object(row) }
        }
        count = rows.count
        bytes = writer.bytes
    }

    /// The whole message, which is also what the door answers.
    func frame(_ type: String, _ query: HtmlGraphQuery, at now: Timestamp) -> [UInt8] {
        var writer = JSONWriter(reserving: 160 + bytes.count)
        writer.object { writer in
            writer.field("type", type)
            writer.field("query_id", query.rawValue)
            writer.field("timestamp", now)
            writer.key("rows")
            writer.raw(bytes)
            writer.field("row_count", count)
            // The answer is always at hand: nothing is executed when somebody asks.
            writer.field("execution_time_ms", 0.0)
        }
        return writer.bytes
    }
}
