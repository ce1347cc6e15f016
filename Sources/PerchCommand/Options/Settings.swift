/// What holds for one command: the values of its options, each with where it comes from.
///
/// The command line goes before the environment, and that before the config file.
struct Settings: Equatable {
    /// Where a value comes from, as an error names it.
    enum Origin: Equatable {
        case commandLine
        case environment
        case file(path: String, line: Int)

        func name(of spec: OptionSpec) -> String {
            switch self {
            case .commandLine: "--\(spec.name)"
            case .environment: spec.variable
            case .file(let path, let line): "\(path), line \(line): \(spec.name)"
            }
        }
    }

    private struct Setting: Equatable {
        var values: [String]
        var origin: Origin
    }

    let command: Command
    private var settings: [String: Setting] = [:]

    init(_ parsed: ParsedArguments, environment: [String: String], config: ConfigFile?) {
        command = parsed.command ?? .help
        for spec in command.spec.options {
            if let values = parsed.options[spec.name] {
                settings[spec.name] = Setting(values: values, origin: .commandLine)
            } else if let text = environment[spec.variable], !text.isEmpty {
                settings[spec.name] = Setting(values: Self.split(text, spec), origin: .environment)
            } else if let entries = config?.entries.filter({ $0.key == spec.name }), let first = entries.first {
                let values = entries.flatMap { Self.split($0.value, spec) }
                settings[spec.name] = Setting(
                    values: values, origin: .file(path: config?.path ?? "", line: first.line))
            }
        }
    }

    /// What is repeatable is separated by commas outside of the command line.
    private static func split(_ text: String, _ spec: OptionSpec) -> [String] {
        guard spec.repeatable else { return [text] }
        return text.split(separator: ",").map { String($0.trimmed) }.filter { !$0.isEmpty }
    }

    /// Whether the option was given anywhere.
    func has(_ name: String) -> Bool { settings[name] != nil }

    /// Whether the option was given for this command and no other.
    func isOnCommandLine(_ name: String) -> Bool { settings[name]?.origin == .commandLine }

    /// The option's text.
    func text(_ name: String) -> String? { settings[name]?.values.last }

    /// The texts of an option that may be repeated.
    func texts(_ name: String) -> [String] { settings[name]?.values ?? [] }

    /// The value that `read` makes of the option's text; an error tells what was expected.
    func value<T>(_ name: String, _ expected: String, _ read: (String) -> T?) throws(UsageError) -> T? {
        guard let text = text(name) else { return nil }
        guard let value = read(text) else { throw refusal(name, text, expected) }
        return value
    }

    /// The values of an option that may be repeated.
    func values<T>(_ name: String, _ expected: String, _ read: (String) -> T?) throws(UsageError) -> [T] {
        var values: [T] = []
        for text in texts(name) {
            guard let value = read(text) else { throw refusal(name, text, expected) }
            values.append(value)
        }
        return values
    }

    /// Refuses an option's value; a secret's is not shown.
    func refusal(_ name: String, _ text: String, _ expected: String) -> UsageError {
        guard let spec = command.spec.option(name), let setting = settings[name] else {
            return UsageError("--\(name) must be \(expected).", command: command)
        }
        let origin = setting.origin.name(of: spec)
        let given = spec.secret ? "" : ", not \"\(VisibleText.of(text, limit: 80))\""
        return UsageError("\(origin) must be \(expected)\(given).", command: command)
    }
}
