/// Strings and numbers, the two tokens with a grammar of their own.
extension JSONFault {
    /// RFC 8259, section 7.
    mutating func string() throws(JSONError) {
        skip()
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""): return skip()
            case UInt8(ascii: "\\"): try escape()
            case ..<0x20: throw malformed("a control character in a string must be escaped")
            default: skip()
            }
        }
        throw early
    }

    private mutating func escape() throws(JSONError) {
        let start = place
        skip()
        guard let byte = peek else { throw early }
        guard byte == UInt8(ascii: "u") else {
            guard "\"\\/bfnrt".utf8.contains(byte) else {
                back(to: start)
                throw malformed("there is no such escape")
            }
            return skip()
        }
        let unit = try codeUnit()
        guard 0xD800...0xDFFF ~= unit else { return }
        guard unit < 0xDC00, peek == UInt8(ascii: "\\") else { throw lone(at: start) }
        skip()
        guard peek == UInt8(ascii: "u"), 0xDC00...0xDFFF ~= (try codeUnit()) else { throw lone(at: start) }
    }

    private mutating func lone(at start: Int) -> JSONError {
        back(to: start)
        return malformed("an escape is half of a surrogate pair")
    }

    /// The four digits after `u`.
    private mutating func codeUnit() throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            skip()
            guard let byte = peek else { throw early }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw malformed("an escape has a digit that is not hexadecimal")
            }
            unit = unit << 4 | UInt32(digit)
        }
        skip()
        return unit
    }

    /// RFC 8259, section 6, and the bounds of what can be held without loss.
    mutating func number() throws(JSONError) {
        let start = place
        if peek == UInt8(ascii: "-") { skip() }
        let leadingZero = peek == UInt8(ascii: "0")
        let digits = skipDigits()
        var sound = digits > 0 && !(leadingZero && digits > 1)
        var whole = true
        if peek == UInt8(ascii: ".") {
            skip()
            whole = false
            sound = skipDigits() > 0 && sound
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            skip()
            whole = false
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { skip() }
            sound = skipDigits() > 0 && sound
        }
        if let next = peek, !Self.endsToken(next) { sound = false }
        let token = String(decoding: text[start..<place], as: UTF8.self)
        guard sound && Self.fits(token, whole: whole) else {
            back(to: start)
            throw sound
                ? error(.numberOutOfRange, "has a number that fits neither 64-bit integers nor doubles")
                : malformed("a number is not written as JSON has it")
        }
    }

    private mutating func skipDigits() -> Int {
        let start = place
        while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { skip() }
        return place - start
    }

    private static func fits(_ token: String, whole: Bool) -> Bool {
        if whole { return Int64(token) != nil || UInt64(token) != nil }
        return Double(token)?.isFinite ?? false
    }
}
