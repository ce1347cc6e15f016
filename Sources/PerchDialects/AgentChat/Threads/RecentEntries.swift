/// What is remembered of the latest so many keys: whoever floods it with new ones only makes it forget older ones.
struct RecentEntries<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var values: [Key: Value] = [:]
    private var ring: [Key] = []
    private var oldest = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    subscript(_ key: Key) -> Value? { values[key] }

    mutating func set(_ value: Value, for key: Key) {
        guard values.updateValue(value, forKey: key) == nil else { return }
        guard ring.count == limit else { return ring.append(key) }
        values[ring[oldest]] = nil
        ring[oldest] = key
        oldest = (oldest + 1) % limit
    }
}
