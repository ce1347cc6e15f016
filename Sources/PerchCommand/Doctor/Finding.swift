import PerchJSON

/// One thing `perch doctor` looked at.
public struct Finding: Sendable, Equatable {
    /// How it is.
    public enum State: String, Sendable {
        /// As it should be.
        case good
        /// Worth knowing.
        case note
        /// Wrong.
        case bad
    }

    /// What was looked at, in a word or two.
    public let subject: String
    /// How it is.
    public let state: State
    /// What was found.
    public let text: String
    /// What to do about it.
    public let advice: String?

    /// Creates a finding.
    public init(_ subject: String, _ state: State, _ text: String, advice: String? = nil) {
        self.subject = subject
        self.state = state
        self.text = text
        self.advice = advice
    }

    /// The finding as a line, and what to do about it as a second one.
    public func lines(colours: Bool) -> String {
        let (sign, colour) =
            switch state {
            case .good: ("✓", "32")
            case .note: ("!", "33")
            case .bad: ("✗", "31")
            }
        let mark = colours ? "\u{1B}[\(colour)m\(sign)\u{1B}[0m" : sign
        var result = "\(mark) \(CellWidth.pad(subject, to: 12)) \(VisibleText.of(text))\n"
        if let advice { result += "  \(CellWidth.pad("", to: 12)) → \(VisibleText.of(advice))\n" }
        return result
    }

    /// All findings as one JSON object: `{"ok":…,"findings":[{"subject","state","text","advice"}]}`.
    public static func json(_ findings: [Finding]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("ok", !findings.contains { $0.state == .bad })
            writer.array("findings") { writer in
                for finding in findings {
                    writer.object { writer in
                        writer.field("subject", finding.subject)
                        writer.field("state", finding.state.rawValue)
                        writer.field("text", finding.text)
                        writer.field("advice", finding.advice)
                    }
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
