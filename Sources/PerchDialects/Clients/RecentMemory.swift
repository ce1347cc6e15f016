/// What an encoder remembers about keys, of the latest so many: whoever floods it with new ones only makes it forget older ones.
struct RecentMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        var value: Value
        /// Tells an entry from an earlier one of the same key, which was removed.
        let number: Int
    }

    private var entries: [Key: Entry] = [:]
    /// The keys by age. Those that were removed stay until they are passed over or swept out.
    private var order: [(key: Key, number: Int)] = []
    private var oldest = 0
    private var numbers = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    subscript(_ key: Key) -> Value? { entries[key]?.value }

    /// Remembers a value; tells whether nothing was known about the key before.
    @discardableResult
    mutating func set(_ value: Value, for key: Key) -> Bool {
        // A key that is longer than any name can make it is not remembered.
        if let key = key as? String, key.utf8.count > 8192 { return false }
        if entries[key] != nil {
            entries[key]?.value = value
            return false
        }
        numbers += 1
        entries[key] = Entry(value: value, number: numbers)
        order.append((key, numbers))
        if entries.count > limit { forgetOldest() }
        if order.count > 2 * limit { sweep() }
        return true
    }

    mutating func remove(_ key: Key) { entries[key] = nil }

    private mutating func forgetOldest() {
        while oldest < order.count {
            let (key, number) = order[oldest]
            oldest += 1
            guard entries[key]?.number == number else { continue }
            return remove(key)
        }
    }

    private mutating func sweep() {
        order = order[oldest...].filter { entries[$0.key]?.number == $0.number }
        oldest = 0
    }
}

/// Keys alone.
extension RecentMemory where Value == Void {
    func contains(_ key: Key) -> Bool { self[key] != nil }

    /// Remembers a key; tells whether it was not known.
    @discardableResult
    mutating func insert(_ key: Key) -> Bool { set((), for: key) }
}
