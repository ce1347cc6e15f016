public import PerchModel

/// Reads the native protocol's query parameters.
///
/// Every refusal names the parameter. Slips of the pen are refused rather than taken for a wider question: an unknown name, a name
/// that is given twice, an empty value.
public struct QueryReader: Sendable {
    private let items: [(name: String, value: String)]

    /// Reads from decoded items, in their order.
    ///
    /// - Throws: `PerchError` for a name that is not among these, is given twice or has no value.
    public init(_ items: [(name: String, value: String)], allowing names: Set<String>) throws(PerchError) {
        self.items = items
        var seen: Set<String> = []
        for item in items {
            let name = item.name.cut(to: 64)
            guard names.contains(item.name) else {
                let known = names.sorted().joined(separator: ", ")
                throw PerchError(
                    .invalidParameter, "There is no such parameter here; known are \(known).", parameter: name)
            }
            guard seen.insert(item.name).inserted else { throw refusal(name, "given once") }
            guard !item.value.isEmpty else { throw refusal(name, "left out or have a value") }
        }
    }

    /// The value given for a name.
    public func text(_ name: String) -> String? {
        items.first { $0.name == name }?.value
    }

    /// A seq or a time.
    public func moment(_ name: String) throws(PerchError) -> Moment? {
        guard let text = text(name) else { return nil }
        guard let moment = Moment(text) else {
            throw refusal(name, "a seq or an ISO 8601 time such as 2026-05-02T13:00:00Z")
        }
        return moment
    }

    /// A whole number in a range.
    public func int(_ name: String, in range: ClosedRange<Int>) throws(PerchError) -> Int? {
        guard let text = text(name) else { return nil }
        guard !text.hasPrefix("+"), let value = Int(text), range.contains(value) else {
            throw refusal(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A number in a range.
    public func double(_ name: String, in range: ClosedRange<Double>) throws(PerchError) -> Double? {
        guard let text = text(name) else { return nil }
        guard text.utf8.allSatisfy(Self.isOfDecimal), let value = Double(text), range.contains(value) else {
            throw refusal(name, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// One word out of a list.
    public func choice(_ name: String, of words: [String]) throws(PerchError) -> String? {
        guard let text = text(name) else { return nil }
        guard words.contains(text) else { throw refusal(name, "one of " + words.joined(separator: ", ")) }
        return text
    }

    /// Swift reads `0x1p3` and `nan` as numbers too; a query's numbers are decimal.
    private static func isOfDecimal(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }

    func refusal(_ name: String, _ expected: String) -> PerchError {
        PerchError(.invalidParameter, "The parameter \"\(name)\" must be \(expected).", parameter: name)
    }
}
