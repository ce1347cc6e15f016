import PerchModel

/// A row that is written down once and let go of when it is among the oldest.
protocol LedgerRow: RowContent {
    /// The bytes of its long texts.
    var weight: Int { get }
    /// What else it shares a bound with.
    var group: Name? { get }
}

extension LedgerRow {
    var group: Name? { nil }
}

/// The last so many rows, bounded by count, by bytes, and by count within a group; the oldest goes first.
struct Ledger<Key: Hashed, Value: LedgerRow>: Sendable {
    private(set) var table: Table<Key, Value>
    /// The slots of each group, the oldest first.
    private var groups = Groups()
    private var bytes = 0
    private let limit: Int
    private let byteLimit: Int
    private let groupLimit: Int

    init(limit: Int, bytes: Int = .max, perGroup: Int = .max, blank: Value) {
        table = Table(limit: .max, blank: blank)
        self.limit = max(limit, 1)
        byteLimit = bytes
        groupLimit = max(perGroup, 1)
    }

    /// Adds a row whose key is not there yet and lets go of what is too much.
    mutating func append(_ key: Key, _ row: Value, _ changes: inout Changes) {
        let slot = restore(key, row)
        changes.mark(Value.kind, slot)
        if let group = row.group, let oldest = groups.surplus(of: group, limit: groupLimit) {
            drop(oldest, &changes)
        }
        while table.count > 1, table.count > limit || bytes > byteLimit, let oldest = table.oldest {
            drop(oldest, &changes)
        }
    }

    /// Adds a row as it was, for a world that is read back.
    @discardableResult
    mutating func restore(_ key: Key, _ row: Value) -> Int {
        let slot = table.insert(key, row)
        bytes += row.weight
        if let group = row.group { groups.add(slot, to: group) }
        return slot
    }

    /// Changes a row; its weight and group must stay.
    mutating func update(_ slot: Int, _ changes: inout Changes, _ body: (inout Value) -> Void) {
        body(&table.rows[slot])
        changes.mark(Value.kind, slot)
    }

    private mutating func drop(_ slot: Int, _ changes: inout Changes) {
        let row = table.remove(slot)
        bytes -= row.weight
        if let group = row.group { groups.remove(slot, from: group) }
        changes.drop(row.row)
    }
}
