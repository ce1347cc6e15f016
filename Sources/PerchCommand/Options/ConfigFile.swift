/// Settings in a file: `key = value` a line, the keys being the options' names; `#` begins a comment.
struct ConfigFile: Equatable {
    /// One line that sets something.
    struct Entry: Equatable {
        let key: String
        let value: String
        let line: Int
    }

    let path: String
    private(set) var entries: [Entry] = []

    /// Reads the file's text. Throws at the first line that is none of the table's.
    init(path: String, text: String) throws(UsageError) {
        self.path = path
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            if let entry = try entry(line, number: index + 1) { entries.append(entry) }
        }
    }

    private func entry(_ line: Substring, number: Int) throws(UsageError) -> Entry? {
        let text = Self.withoutComment(line).trimmed
        if text.isEmpty { return nil }
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let key = parts[0].trimmed
        guard parts.count == 2, !key.isEmpty else {
            throw UsageError("\(path), line \(number): a line reads `key = value`.")
        }
        guard let spec = Self.known.first(where: { $0.name == key }) else {
            let suggestion = Nearest.suggestion(for: String(key), among: Self.known.map(\.name))
            throw UsageError(
                "\(path), line \(number): there is no setting \"\(VisibleText.of(String(key), limit: 64))\"\(suggestion)"
            )
        }
        let value = Self.unquoted(parts[1].trimmed)
        guard spec.repeatable || !entries.contains(where: { $0.key == spec.name }) else {
            throw UsageError("\(path), line \(number): \(spec.name) is set twice.")
        }
        return Entry(key: spec.name, value: value, line: number)
    }

    /// Every option that may stand in a config file or in the environment.
    static let known: [OptionSpec] = {
        var seen: Set<String> = ["help", "config"]
        return Command.allCases.flatMap(\.spec.options).filter { seen.insert($0.name).inserted }
    }()

    /// A `#` begins a comment at the start of a line or behind a space, outside of quotes.
    private static func withoutComment(_ line: Substring) -> Substring {
        var quoted = false
        var previous: Character = " "
        for index in line.indices {
            let character = line[index]
            if character == "\"" { quoted.toggle() }
            if character == "#", !quoted, previous == " " || previous == "\t" { return line[..<index] }
            previous = character
        }
        return line
    }

    private static func unquoted(_ value: Substring) -> String {
        guard value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") else { return String(value) }
        return String(value.dropFirst().dropLast())
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: SubSequence {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
