/// What was written on the command line, not yet understood as values.
struct ParsedArguments: Equatable {
    var command: Command?
    /// The values of each option by name, in order; a switch that stands alone is "true".
    var options: [String: [String]] = [:]
    /// What is no option.
    var arguments: [String] = []
    var wantsHelp = false
}

/// Splits a command line into command, options and arguments by the table.
struct ArgumentParser {
    private var rest: ArraySlice<String>
    private var parsed = ParsedArguments()

    /// Parses what stands behind the program's name.
    static func parse(_ words: [String]) throws(UsageError) -> ParsedArguments {
        var parser = ArgumentParser(rest: words[...])
        try parser.parseCommand()
        try parser.parseRest()
        return parser.parsed
    }

    private init(rest: ArraySlice<String>) {
        self.rest = rest
    }

    private mutating func parseCommand() throws(UsageError) {
        guard let word = rest.popFirst() else { return }
        switch word {
        case "-h", "--help": parsed.wantsHelp = true
        case "--version": parsed.command = .version
        default:
            if let command = Command(rawValue: word) { return parsed.command = command }
            if word.hasPrefix("-") {
                throw UsageError("The command comes first, its options behind it: `perch serve \(safe(word))`.")
            }
            let suggestion = Nearest.suggestion(for: word, among: Command.allCases.map(\.rawValue))
            throw UsageError("There is no command \"\(safe(word))\"\(suggestion)")
        }
    }

    private mutating func parseRest() throws(UsageError) {
        while let word = rest.popFirst() {
            if word == "--" {
                parsed.arguments.append(contentsOf: rest)
                rest = []
            } else if word == "-h" {
                parsed.wantsHelp = true
            } else if word.hasPrefix("--") {
                try parseOption(word.dropFirst(2))
            } else if word.hasPrefix("-"), word != "-" {
                throw UsageError(
                    "There is no option \(safe(word)); options begin with two dashes.", command: parsed.command)
            } else {
                parsed.arguments.append(word)
            }
        }
    }

    private mutating func parseOption(_ word: Substring) throws(UsageError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        let command = parsed.command ?? .help
        guard let spec = command.spec.option(name) else {
            let names = command.spec.allOptions.map(\.name)
            let suggestion = Nearest.suggestion(for: name, among: names, prefix: "--")
            let whose = parsed.command.map { "perch \($0.rawValue) has" } ?? "There is"
            throw UsageError("\(whose) no option --\(safe(name))\(suggestion)", command: parsed.command)
        }
        if name == "help" { return parsed.wantsHelp = true }
        let value = try value(of: spec, given: parts.count == 2 ? String(parts[1]) : nil)
        guard spec.repeatable || parsed.options[name] == nil else {
            throw UsageError("--\(name) is given twice.", command: command)
        }
        parsed.options[name, default: []].append(value)
    }

    private mutating func value(of spec: OptionSpec, given: String?) throws(UsageError) -> String {
        if let given { return given }
        if spec.isSwitch { return "true" }
        guard let next = rest.first, !next.hasPrefix("--") else {
            throw UsageError(
                "--\(spec.name) needs a value: --\(spec.name) \(spec.placeholder ?? "").", command: parsed.command)
        }
        rest.removeFirst()
        return next
    }

    /// A word as it may stand in an error: short and without control characters.
    private func safe(_ word: String) -> String {
        VisibleText.of(word, limit: 64)
    }
}
