/// An array of a parsed text, read in order.
@safe public struct JSONArray: Sequence {
    let document: JSONDocument
    let index: Int

    /// The number of elements.
    public var count: Int { document.count(index) }

    /// True when there is no element.
    public var isEmpty: Bool { document.after(index) == index + 2 }

    /// The number of elements, which costs nothing to know.
    public var underestimatedCount: Int { count }

    /// An iterator over the elements.
    public func makeIterator() -> Iterator {
        Iterator(document: document, place: index + 1, end: document.after(index) - 1)
    }

    /// Gives the elements in order.
    public struct Iterator: IteratorProtocol {
        let document: JSONDocument
        var place: Int
        let end: Int

        /// The next element, nil after the last.
        public mutating func next() -> JSONElement? {
            guard place < end else { return nil }
            defer { place = document.after(place) }
            return JSONElement(document: document, index: place)
        }
    }

    /// All elements as strings. Throws `wrongType` at the first that is none.
    public func strings() throws(JSONError) -> [String] {
        var strings: [String] = []
        strings.reserveCapacity(count)
        for element in self {
            guard let string = element.stringValue else {
                throw .wrongType(field: "[\(strings.count)]", expected: "a string")
            }
            strings.append(string)
        }
        return strings
    }
}

@available(*, unavailable) extension JSONArray: Sendable {}
@available(*, unavailable) extension JSONArray.Iterator: Sendable {}
