public import PerchModel

/// Reads the native protocol's query parameters.
///
/// Every refusal names the parameter; an empty value counts as absent.
public struct QueryReader: Sendable {
    private let items: [(name: String, value: String)]

    /// Reads from decoded items, in their order.
    public init(_ items: [(name: String, value: String)]) {
        self.items = items
    }

    /// The last value given for a name.
    public func text(_ name: String) -> String? {
        items.last { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// Refuses names that mean nothing here, so that a slip of the pen is not taken for a wider question.
    public func allow(_ names: Set<String>) throws(PerchError) {
        guard let item = items.first(where: { !names.contains($0.name) }) else { return }
        let known = names.sorted().joined(separator: ", ")
        throw PerchError(
            .invalidParameter, "There is no such parameter here; known are \(known).",
            parameter: String(item.name.prefix(64)))
    }

    /// A seq.
    public func seq(_ name: String) throws(PerchError) -> Seq? {
        guard let text = text(name) else { return nil }
        guard let seq = Seq(text), seq >= 0 else { throw refusal(name, "a whole number from 0") }
        return seq
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
        guard let value = Int(text), range.contains(value) else {
            throw refusal(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A number in a range.
    public func double(_ name: String, in range: ClosedRange<Double>) throws(PerchError) -> Double? {
        guard let text = text(name) else { return nil }
        guard let value = Double(text), range.contains(value) else {
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

    func refusal(_ name: String, _ expected: String) -> PerchError {
        PerchError(.invalidParameter, "The parameter \"\(name)\" must be \(expected).", parameter: name)
    }
}
