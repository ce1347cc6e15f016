import PerchModel

/// The types that options have.
extension Settings {
    func flag(_ name: String) throws(UsageError) -> Bool {
        try value(name, "true or false") { text in
            switch text.lowercased() {
            case "true", "yes", "on", "1": true
            case "false", "no", "off", "0": false
            default: nil
            }
        } ?? false
    }

    func whole(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        try value(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func number(_ name: String, in range: ClosedRange<Double>) throws(UsageError) -> Double? {
        try value(name, "a number from \(Plain.number(range.lowerBound)) to \(Plain.number(range.upperBound))") {
            text in
            Double(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func duration(_ name: String) throws(UsageError) -> Duration? {
        try value(name, "a time such as 30s, 5m, 1h or 250ms", Units.duration)
    }

    func size(_ name: String) throws(UsageError) -> Int? {
        try value(name, "a size such as 64KiB, 16MiB or 1000", Units.size)
    }

    func moment(_ name: String) throws(UsageError) -> Moment? {
        try value(name, "the number of an event or an ISO 8601 time such as 2026-05-02T13:00:00Z", Moment.init)
    }

    func choice<T: RawRepresentable & CaseIterable>(_ name: String) throws(UsageError) -> T?
    where T.RawValue == String {
        try value(name, "one of " + T.allCases.map(\.rawValue).joined(separator: ", ")) { T(rawValue: $0) }
    }
}

/// Numbers as a person writes them.
enum Plain {
    /// `5` rather than `5.0`.
    static func number(_ value: Double) -> String {
        guard value.magnitude < 1e15, value == value.rounded() else { return String(value) }
        return String(Int64(value))
    }
}
