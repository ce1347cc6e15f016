extension JSONElement {
    /// The value as compact JSON: whole numbers exact, doubles with the fewest digits that read back the same.
    public func text() -> JSONText {
        // A guess from the number of keys and values that spares most texts from growing.
        var writer = JSONWriter(reserving: 16 * (document.after(index) - index) + 32)
        writer.value(self)
        return writer.text
    }
}

extension JSONWriter {
    /// Writes a value of a parsed text.
    public mutating func value(_ element: JSONElement) {
        _ = value(element.document, element.index)
    }

    /// Writes the value at a place and gives the place after it. The parser's depth limit bounds the recursion.
    private mutating func value(_ document: JSONDocument, _ index: Int) -> Int {
        switch document.tag(index) {
        case .object: return members(document, index)
        case .array: return elements(document, index)
        case .string: unsafe document.withUTF8(index) { unsafe string($0) }
        case .int64: value(Int64(bitPattern: document.word(index)))
        case .uint64: value(document.word(index))
        case .double: value(Double(bitPattern: document.word(index)))
        case .true: value(true)
        case .false: value(false)
        default: null()
        }
        return document.after(index)
    }

    private mutating func members(_ document: JSONDocument, _ index: Int) -> Int {
        open(UInt8(ascii: "{"))
        let end = document.after(index) - 1
        var place = index + 1
        while place < end {
            unsafe document.withUTF8(place) { unsafe string($0, isKey: true) }
            place = value(document, place + 1)
        }
        close(UInt8(ascii: "}"))
        return end + 1
    }

    private mutating func elements(_ document: JSONDocument, _ index: Int) -> Int {
        open(UInt8(ascii: "["))
        let end = document.after(index) - 1
        var place = index + 1
        while place < end { place = value(document, place) }
        close(UInt8(ascii: "]"))
        return end + 1
    }
}
