/// A page of Prometheus' exposition format, version 0.0.4.
struct MetricsPage {
    enum Kind: String {
        case counter, gauge
    }

    private(set) var text = ""

    /// Adds a family of one sample.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        begin(name, kind, help)
        text += "perch_\(name) \(value)\n"
    }

    /// Adds a family of a sample for each value of a label.
    mutating func add(
        _ name: String, _ kind: Kind, _ help: String, by label: String, _ samples: [(label: String, value: Int)]
    ) {
        begin(name, kind, help)
        for sample in samples { text += "perch_\(name){\(label)=\"\(Self.escaped(sample.label))\"} \(sample.value)\n" }
    }

    private mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP perch_\(name) \(help)\n# TYPE perch_\(name) \(kind.rawValue)\n"
    }

    /// A label's value: the format escapes the backslash, the quote and the end of a line.
    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
    }
}
