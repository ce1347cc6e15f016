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
        let utf8 = text.utf8
        self.init(iso8601: utf8.span)
    }

    private init?(iso8601 bytes: Span<UInt8>) {
        var reader = DigitReader()
        guard let year = reader.digits(4, in: bytes), reader.skip("-", in: bytes),
            let month = reader.digits(2, in: bytes), reader.skip("-", in: bytes),
            let day = reader.digits(2, in: bytes), let date = CivilDate(year: year, month: month, day: day),
            let time = reader.timeOfDay(in: bytes), let offset = reader.zone(in: bytes), reader.isAtEnd(of: bytes)
        else { return nil }
        let micros = Int64(date.daysSince1970) * 86_400_000_000 + time - offset
        guard micros >= Self.earliest.microseconds, micros <= Self.latest.microseconds else { return nil }
        self.init(microseconds: micros)
    }
}

/// Reads fixed runs of digits from the front of a text on.
private struct DigitReader {
    private var next = 0

    func isAtEnd(of bytes: Span<UInt8>) -> Bool { next == bytes.count }

    mutating func digits(_ count: Int, in bytes: Span<UInt8>) -> Int? {
        guard next + count <= bytes.count else { return nil }
        var value = 0
        for index in next..<next + count {
            guard bytes[index] >= 48, bytes[index] <= 57 else { return nil }
            value = value * 10 + Int(bytes[index] - 48)
        }
        next += count
        return value
    }

    mutating func skip(_ one: Unicode.Scalar, in bytes: Span<UInt8>) -> Bool {
        guard next < bytes.count, bytes[next] == UInt8(ascii: one) else { return false }
        next += 1
        return true
    }

    /// Microseconds since midnight; nothing at all means midnight, and seconds may be left out.
    mutating func timeOfDay(in bytes: Span<UInt8>) -> Int64? {
        if isAtEnd(of: bytes) { return 0 }
        guard skip("T", in: bytes) || skip("t", in: bytes) || skip(" ", in: bytes), let hour = digits(2, in: bytes),
            skip(":", in: bytes), let minute = digits(2, in: bytes), hour < 24, minute < 60
        else { return nil }
        var second = 0
        if skip(":", in: bytes) {
            guard let value = digits(2, in: bytes), value <= 60 else { return nil }
            // A leap second counts as the one before it.
            second = min(value, 59)
        }
        guard let fraction = fraction(in: bytes) else { return nil }
        return Int64(hour * 3600 + minute * 60 + second) * 1_000_000 + fraction
    }

    /// Digits after a point or comma, cut to microseconds.
    private mutating func fraction(in bytes: Span<UInt8>) -> Int64? {
        guard skip(".", in: bytes) || skip(",", in: bytes) else { return 0 }
        var value: Int64 = 0
        let start = next
        while next < bytes.count, bytes[next] >= 48, bytes[next] <= 57 {
            if next - start < 6 { value = value * 10 + Int64(bytes[next] - 48) }
            next += 1
        }
        guard next > start else { return nil }
        for _ in min(next - start, 6)..<6 { value *= 10 }
        return value
    }

    /// The zone's offset from UTC in microseconds.
    mutating func zone(in bytes: Span<UInt8>) -> Int64? {
        if isAtEnd(of: bytes) || skip("Z", in: bytes) || skip("z", in: bytes) { return 0 }
        let sign: Int64
        if skip("+", in: bytes) { sign = 1 } else if skip("-", in: bytes) { sign = -1 } else { return nil }
        guard let hour = digits(2, in: bytes), hour < 24 else { return nil }
        _ = skip(":", in: bytes)
        let minute = isAtEnd(of: bytes) ? 0 : digits(2, in: bytes) ?? 60
        guard minute < 60 else { return nil }
        return sign * Int64(hour * 60 + minute) * 60_000_000
    }
}
