/// How far something is that takes long: one line that is written over and over on a terminal.
public struct ProgressLine: Equatable, Sendable {
    /// What is being done.
    public var label: String
    /// How much is done, of ``total``, in whatever unit.
    public var done: Int = 0
    /// All there is to do; nil where that is not known.
    public var total: Int?
    /// How many things of the sort a person counts.
    public var count: Int = 0
    /// What they are called; nil where nobody counts them.
    public var noun: String?

    /// Starts with nothing done.
    public init(_ label: String, total: Int?, noun: String?) {
        self.label = label
        self.total = total
        self.noun = noun
    }

    /// The line, at most so many columns, after so many seconds.
    public func text(columns: Int, seconds: Double) -> String {
        var parts: [String] = []
        if let total, total > 0 {
            let share = min(1, Double(done) / Double(total))
            parts.append("\(Self.bar(share)) \(Int(share * 100)) %")
        }
        if let noun { parts.append("\(Self.grouped(count)) \(noun)") }
        if noun != nil, seconds >= 1 { parts.append("\(Self.grouped(Int(Double(count) / seconds)))/s") }
        if let left = secondsLeft(after: seconds) { parts.append("\(Self.time(left)) left") }
        return CellWidth.cut("\(label)  " + parts.joined(separator: "  "), to: max(10, columns - 1))
    }

    private func secondsLeft(after seconds: Double) -> Int? {
        guard let total, done > 0, done < total, seconds >= 2 else { return nil }
        let left = seconds * Double(total - done) / Double(done)
        return left < 360_000 ? Int(left.rounded(.up)) : nil
    }

    private static func bar(_ share: Double) -> String {
        let full = Int(share * 24)
        return "▕" + String(repeating: "█", count: full) + String(repeating: "·", count: 24 - full) + "▏"
    }

    /// `1,234,567`
    public static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    private static func time(_ seconds: Int) -> String {
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3_600 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds / 3_600) h \(seconds / 60 % 60) min"
    }
}
