/// An array of a parsed text, read in order.
@safe public struct JSONArray: Sequence {
    @usableFromInline let document: JSONDocument
    @usableFromInline let index: Int

    @inlinable init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
    }

    /// The number of elements.
    public var count: Int { document.count(index) }

    /// True when there is no element.
    @inlinable public var isEmpty: Bool { document.after(index) == index + 2 }

    /// The number of elements, which costs nothing to know.
    public var underestimatedCount: Int { count }

    /// An iterator over the elements.
    @inlinable public func makeIterator() -> Iterator {
        Iterator(document: document, place: index + 1, end: document.after(index) - 1)
    }

    /// Gives the elements in order.
    public struct Iterator: IteratorProtocol {
        @usableFromInline let document: JSONDocument
        @usableFromInline var place: Int
        @usableFromInline let end: Int

        @inlinable init(document: JSONDocument, place: Int, end: Int) {
            self.document = document
            self.place = place
            self.end = end
        }

        /// The next element, nil after the last.
        @inlinable public mutating func next() -> JSONElement? {
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
