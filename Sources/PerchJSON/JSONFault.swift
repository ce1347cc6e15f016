/// Finds what is wrong with a text that simdjson refused, and where. It reads the grammar of RFC 8259 byte by byte, holds no
/// recursion and does nothing for texts that are sound.
struct JSONFault {
    let text: ArraySlice<UInt8>
    let maxDepth: Int
    private(set) var place: Int
    /// The closing brackets that are still to come, the innermost last.
    private var closers: [UInt8] = []

    init(text: ArraySlice<UInt8>, maxDepth: Int) {
        self.text = text
        self.maxDepth = maxDepth
        place = text.startIndex
    }

    /// The first fault, nil when the text is sound.
    mutating func find() -> JSONError? {
        do throws(JSONError) {
            try value()
            while let closer = closers.last { try afterValue(closer) }
            skipWhitespace()
            return peek == nil ? nil : malformed("something follows the value")
        } catch {
            return error
        }
    }

    /// The error for a text that is not UTF-8, at the first byte that is out of order.
    static func invalidUTF8(in text: ArraySlice<UInt8>) -> JSONError {
        var offset = 0
        do { _ = try UTF8Span(validating: text.span) } catch { offset = error.byteOffsets.lowerBound }
        return JSONError(code: .invalidUTF8, reason: "is not valid UTF-8", offset: offset)
    }

    // MARK: Values

    /// Reads a value, or the start of a container up to and with its first innermost value.
    private mutating func value() throws(JSONError) {
        while true {
            skipWhitespace()
            guard let byte = peek else { throw early }
            switch byte {
            case UInt8(ascii: "{"):
                guard try open(UInt8(ascii: "}")) else { return }
                try key()
            case UInt8(ascii: "["):
                guard try open(UInt8(ascii: "]")) else { return }
            case UInt8(ascii: "\""): return try string()
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
            case UInt8(ascii: "t"): return try literal("true")
            case UInt8(ascii: "f"): return try literal("false")
            case UInt8(ascii: "n"): return try literal("null")
            case 0xEF where place == text.startIndex: throw malformed("it starts with a byte order mark")
            default: throw malformed("a value was expected")
            }
        }
    }

    /// Enters a container; false when it is empty and so left again.
    private mutating func open(_ closer: UInt8) throws(JSONError) -> Bool {
        let start = place
        place += 1
        skipWhitespace()
        guard peek != closer else {
            place += 1
            return false
        }
        guard closers.count < maxDepth else {
            place = start
            throw error(.tooDeep, "is nested deeper than \(maxDepth) levels")
        }
        closers.append(closer)
        return true
    }

    /// After a value inside a container: a comma and the next one, or the end.
    private mutating func afterValue(_ closer: UInt8) throws(JSONError) {
        skipWhitespace()
        guard let byte = peek else { throw early }
        if byte == closer {
            place += 1
            closers.removeLast()
            return
        }
        guard byte == UInt8(ascii: ",") else {
            throw malformed("a comma or \"\(Unicode.Scalar(closer))\" was expected")
        }
        place += 1
        if closer == UInt8(ascii: "}") { try key() }
        try value()
    }

    private mutating func key() throws(JSONError) {
        skipWhitespace()
        guard peek != nil else { throw early }
        guard peek == UInt8(ascii: "\"") else { throw malformed("a key in quotes was expected") }
        try string()
        skipWhitespace()
        guard peek != nil else { throw early }
        guard peek == UInt8(ascii: ":") else { throw malformed("a colon was expected") }
        place += 1
    }

    private mutating func literal(_ word: StaticString) throws(JSONError) {
        let start = place
        while let byte = peek, !Self.endsToken(byte) { place += 1 }
        guard text[start..<place].elementsEqual("\(word)".utf8) else {
            place = start
            throw malformed("a value was expected")
        }
    }

    // MARK: Bytes and errors

    var peek: UInt8? { place < text.endIndex ? text[place] : nil }

    mutating func skip(_ count: Int = 1) { place += count }

    mutating func back(to place: Int) { self.place = place }

    private mutating func skipWhitespace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    /// White space and the structural characters end a number or a literal.
    static func endsToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x0A, 0x0D, 0x09: true
        case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"): true
        case UInt8(ascii: "{"), UInt8(ascii: "}"): true
        default: false
        }
    }

    func error(_ code: JSONError.Code, _ reason: String) -> JSONError {
        JSONError(code: code, reason: reason, offset: place - text.startIndex)
    }

    func malformed(_ what: String) -> JSONError { error(.malformed, "is not valid JSON: \(what)") }

    var early: JSONError { malformed("it ends too early") }
}
