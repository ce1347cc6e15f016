extension Timestamp: CustomStringConvertible {
    /// The moment as it is written everywhere: `2026-05-02T13:00:00.123456Z`.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the 27 bytes of ``description``.
    public func append(to bytes: inout [UInt8]) {
        let (days, micros) = microseconds.flooredDivision(by: 86_400_000_000)
        let date = CivilDate(daysSince1970: Int(days))
        let seconds = Int(micros / 1_000_000)
        bytes.appendDigits(date.year, width: 4)
        bytes.append(UInt8(ascii: "-"))
        bytes.appendDigits(date.month, width: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.appendDigits(date.day, width: 2)
        bytes.append(UInt8(ascii: "T"))
        bytes.appendDigits(seconds / 3600, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.appendDigits(seconds / 60 % 60, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.appendDigits(seconds % 60, width: 2)
        bytes.append(UInt8(ascii: "."))
        bytes.appendDigits(Int(micros % 1_000_000), width: 6)
        bytes.append(UInt8(ascii: "Z"))
    }

    /// Reads ISO 8601: a date, `T` or a space, a time with any fraction, and `Z` or an offset; without a zone it is UTC.
    ///
    /// Returns nil where the text is anything else or names a day that does not exist.
    public init?(iso8601 text: String) {
        var reader = DigitReader(text.utf8)
        guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"),
            let day = reader.digits(2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        guard let time = reader.timeOfDay(), let offset = reader.zone(), reader.isAtEnd else { return nil }
        let micros = Int64(date.daysSince1970) * 86_400_000_000 + time - offset
        guard micros >= Self.earliest.microseconds, micros <= Self.latest.microseconds else { return nil }
        self.init(microseconds: micros)
    }
}

/// Reads fixed runs of digits off the front of a text.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String.UTF8View) {
        rest = text[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let byte = rest.first, byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
            rest.removeFirst()
        }
        return value
    }

    mutating func skip(_ one: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: one) else { return false }
        rest.removeFirst()
        return true
    }

    /// Microseconds since midnight; nothing at all means midnight, and seconds may be left out.
    mutating func timeOfDay() -> Int64? {
        if isAtEnd { return 0 }
        guard skip("T") || skip("t") || skip(" "), let hour = digits(2), skip(":"), let minute = digits(2),
            hour < 24, minute < 60
        else { return nil }
        var second = 0
        if skip(":") {
            guard let value = digits(2), value <= 60 else { return nil }
            second = min(value, 59)
        }
        guard let fraction = fraction() else { return nil }
        return Int64(hour * 3600 + minute * 60 + second) * 1_000_000 + fraction
    }

    /// Digits after a point or comma, cut to microseconds.
    private mutating func fraction() -> Int64? {
        guard skip(".") || skip(",") else { return 0 }
        var value: Int64 = 0
        var places = 0
        while let byte = rest.first, byte >= 48, byte <= 57 {
            if places < 6 { value = value * 10 + Int64(byte - 48) }
            places += 1
            rest.removeFirst()
        }
        guard places > 0 else { return nil }
        for _ in min(places, 6)..<6 { value *= 10 }
        return value
    }

    /// The zone's offset from UTC in microseconds.
    mutating func zone() -> Int64? {
        if isAtEnd || skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hour = digits(2), hour < 24 else { return nil }
        _ = skip(":")
        let minute = isAtEnd ? 0 : digits(2) ?? 60
        guard minute < 60 else { return nil }
        return sign * Int64(hour * 60 + minute) * 60_000_000
    }
}
