/// Who speaks for a person and not for an agent.
public enum Person: Sendable {
    private static let names: Set<String> = ["user", "human", "person", "operator", "admin"]

    /// Whether a sender's name stands for a person: `user`, `human`, `person`, `operator`, `admin`, or one of them with a name behind
    /// it, such as `user:ada`.
    ///
    /// What does not show, or shows as the same letters, is taken for what it looks like: case, blanks, format and control
    /// characters, accents, full-width letters, and separators in front.
    public static func isNamed(_ sender: String) -> Bool {
        let shown = sender.unicodeScalars.lazy.compactMap(plain).drop { separators.contains($0) }
        return names.contains(String(String.UnicodeScalarView(shown.prefix { !separators.contains($0) })))
    }

    private static let separators: Set<Unicode.Scalar> = [":", "/", "@", ".", "-", "_", "#", "|", "(", "<"]

    /// The letter that a scalar shows as, in lower case; nil where it shows as nothing.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0xFF01...0xFF5E: return plain(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
        case 0x41...0x5A: return Unicode.Scalar(scalar.value + 0x20)
        case 0x21...0x7E: return scalar
        // The two letters i that are not ASCII's.
        case 0x130, 0x131: return "i"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .format, .control, .nonspacingMark, .enclosingMark, .spaceSeparator, .lineSeparator, .paragraphSeparator:
            return nil
        default: return scalar.properties.isDefaultIgnorableCodePoint ? nil : scalar
        }
    }
}

extension Draft {
    /// What it takes to put it into the log: what an agent sends as itself is a report; what a person says, a deletion and a setting are
    /// control.
    public var scope: Scope {
        if let agent, Person.isNamed(agent) { return .control }
        switch body {
        case .messageSent(let message): return Person.isNamed(message.from) ? .control : .ingest
        case .featureChanged(let change): return change.status == "deleted" ? .control : .ingest
        case .sessionUpdated(let update): return update.phase == "deleted" ? .control : .ingest
        case .syncChanged(let sync): return sync.config == nil ? .ingest : .control
        default: return .ingest
        }
    }
}
