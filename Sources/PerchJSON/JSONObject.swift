/// An object of a parsed text: lookups by key and iteration in the order of the text.
///
/// A lookup reads the keys from the first on; of two members with one key it finds the first. Iterating gives both.
@safe public struct JSONObject: Sequence {
    @usableFromInline let document: JSONDocument
    @usableFromInline let index: Int

    @inlinable init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
    }

    /// The number of members.
    public var count: Int { document.count(index) }

    /// True when there is no member.
    @inlinable public var isEmpty: Bool { document.after(index) == index + 2 }

    /// The number of members, which costs nothing to know.
    public var underestimatedCount: Int { count }

    /// The object as an element again.
    @inlinable public var element: JSONElement { JSONElement(document: document, index: index) }

    /// The value of this key, `null` included; nil when there is no such key.
    public subscript(key: StaticString) -> JSONElement? {
        find(key).map { JSONElement(document: document, index: $0) }
    }

    /// The value of a key that is known only at run time.
    public subscript(named name: String) -> JSONElement? {
        var name = name
        let place = name.withUTF8 { unsafe document.find($0, in: index) }
        return place.map { JSONElement(document: document, index: $0) }
    }

    /// The place of a key's value.
    @inline(__always)
    func find(_ key: StaticString) -> Int? {
        key.withUTF8Buffer { unsafe document.find($0, in: index) }
    }

    /// An iterator over the members.
    @inlinable public func makeIterator() -> Iterator {
        Iterator(document: document, place: index + 1, end: document.after(index) - 1)
    }

    /// Gives the members in the order of the text.
    public struct Iterator: IteratorProtocol {
        @usableFromInline let document: JSONDocument
        @usableFromInline var place: Int
        @usableFromInline let end: Int

        @inlinable init(document: JSONDocument, place: Int, end: Int) {
            self.document = document
            self.place = place
            self.end = end
        }

        /// The next member, nil after the last.
        @inlinable public mutating func next() -> (key: String, value: JSONElement)? {
            guard place < end else { return nil }
            let value = place + 1
            defer { place = document.after(value) }
            return (document.string(place), JSONElement(document: document, index: value))
        }
    }
}

@available(*, unavailable) extension JSONObject: Sendable {}
@available(*, unavailable) extension JSONObject.Iterator: Sendable {}
