import PerchJSON

extension EventFilter {
    /// Whether an event passes in every way: by its fields, and by the words of its line.
    ///
    /// The line is only parsed where words are asked for and the fields have passed.
    public func matches(_ event: Event, line: ArraySlice<UInt8>) -> Bool {
        guard matchesFields(of: event) else { return false }
        let words = EventWords(words)
        if words.isEmpty { return true }
        let parser = JSONParser(limits: JSONLimits(maxBytes: 1 << 30, maxDepth: 128))
        guard let object = try? parser.parse(Array(line)).object() else { return false }
        return words.match(object)
    }
}
