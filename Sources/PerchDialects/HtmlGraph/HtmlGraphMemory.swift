/// What is remembered about keys, of the latest so many: whoever floods it with new ones only makes it forget older ones.
struct HtmlGraphMemory<Value: Sendable>: Sendable {
    private var values: [String: Value] = [:]
    private var ring: [String] = []
    private var oldest = 0
    private let limit: Int

    /// Keys longer than any name can make them are not remembered.
    private static var keyBytes: Int { 8192 }

    init(limit: Int) {
        self.limit = limit
    }

    subscript(_ key: String) -> Value? { values[key] }

    mutating func set(_ value: Value, for key: String) {
        guard key.utf8.count <= Self.keyBytes, values.updateValue(value, forKey: key) == nil else { return }
        guard ring.count == limit else { return ring.append(key) }
        values[ring[oldest]] = nil
        ring[oldest] = key
        oldest = (oldest + 1) % limit
    }
}
