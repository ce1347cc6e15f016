/// Times and sizes with their units, as options are written.
enum Units {
    /// `250ms`, `30s`, `5m`, `1h`, `2d` or several in a row such as `1h30m`; nil for anything else and for more than a year.
    static func duration(_ text: String) -> Duration? {
        let units: [(String, Int64)] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
        var rest = text[...]
        var milliseconds: Int64 = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let unit = rest.dropFirst(digits.count).prefix { $0.isASCII && $0.isLetter }
            guard let count = Int64(digits), let factor = units.first(where: { $0.0 == unit })?.1 else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: factor)
            guard !overflow, product <= longest else { return nil }
            milliseconds += product
            rest = rest.dropFirst(digits.count + unit.count)
        }
        guard milliseconds <= longest else { return nil }
        return .milliseconds(milliseconds)
    }

    private static let longest: Int64 = 366 * 86_400_000

    /// `1000`, `64KiB`, `16MiB`, `1GiB`, or in thousands `10kB`, `5MB`; nil for anything else.
    static func size(_ text: String) -> Int? {
        let units = [
            "": 1, "b": 1, "k": 1 << 10, "kib": 1 << 10, "m": 1 << 20, "mib": 1 << 20, "g": 1 << 30, "gib": 1 << 30,
            "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000,
        ]
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).trimmed.lowercased()
        guard let count = Int(digits), let factor = units[unit] else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }
}
