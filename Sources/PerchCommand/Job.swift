/// What the program was asked to do, understood to the last option.
public enum Job: Sendable, Equatable {
    /// Run the server.
    case serve(ServeOptions)
    /// Send events.
    case emit(EmitOptions)
    /// Follow events.
    case tail(TailOptions)
    /// Query events.
    case events(EventsOptions)
    /// Send files.
    case importEvents(ImportOptions)
    /// Make up a run.
    case demo(DemoOptions)
    /// Note what a coding agent's hook tells.
    case hook(HookOptions)
    /// Make, list or revoke tokens.
    case token(TokenOptions)
    /// Look for what is wrong.
    case doctor(DoctorOptions)
    /// Tell the version.
    case version
    /// Explain a command, or all of them.
    case help(Command?)
}

extension Command {
    /// What explains and what tells the version must work with a broken config file too, and a hook has no time for one.
    fileprivate var readsConfig: Bool { self != .help && self != .version && self != .hook }
}

/// What the world outside of the command line tells: variables, and files by their path.
public struct Surroundings: Sendable {
    /// The environment.
    public var environment: [String: String]
    /// The text of a file; nil where there is none; an error where it cannot be read.
    public var read: @Sendable (_ path: String) throws(UsageError) -> String?

    /// Creates surroundings.
    public init(
        environment: [String: String] = [:],
        read: @escaping @Sendable (_ path: String) throws(UsageError) -> String? = { _ in nil }
    ) {
        self.environment = environment
        self.read = read
    }
}

extension Job {
    /// Understands a command line, with the environment and the config file behind it.
    ///
    /// Throws at the first thing that is not understood, with what was probably meant.
    public init(_ words: [String], in surroundings: Surroundings) throws(UsageError) {
        let parsed = try ArgumentParser.parse(words)
        if parsed.wantsHelp { self = .help(parsed.command); return }
        guard let command = parsed.command else { self = .help(nil); return }
        let config = command.readsConfig ? try Self.config(parsed, surroundings) : nil
        let settings = Settings(parsed, environment: surroundings.environment, config: config)
        if command.spec.arguments == nil, let extra = parsed.arguments.first {
            throw UsageError(
                "perch \(command.rawValue) takes options only, not \"\(VisibleText.of(extra, limit: 64))\".",
                command: command)
        }
        self = try Self.job(command, settings, parsed.arguments, surroundings)
    }

    private static func job(
        _ command: Command, _ settings: Settings, _ arguments: [String], _ surroundings: Surroundings
    ) throws(UsageError) -> Job {
        switch command {
        case .serve:
            return .serve(try ServeOptions(settings, token: try token("access-token", settings, surroundings)))
        case .emit:
            return .emit(try EmitOptions(settings, token: try token(settings, surroundings), arguments: arguments))
        case .tail: return .tail(try TailOptions(settings, token: try token(settings, surroundings)))
        case .events: return .events(try EventsOptions(settings, token: try token(settings, surroundings)))
        case .importEvents:
            return .importEvents(
                try ImportOptions(settings, token: try token(settings, surroundings), arguments: arguments))
        case .demo: return .demo(try DemoOptions(settings, token: try token(settings, surroundings)))
        case .hook: return .hook(try HookOptions(arguments, environment: surroundings.environment))
        case .token: return .token(try TokenOptions(settings, arguments: arguments))
        case .doctor: return .doctor(try DoctorOptions(settings))
        case .version: return .version
        case .help: return .help(try helped(arguments))
        }
    }

    private static func helped(_ arguments: [String]) throws(UsageError) -> Command? {
        guard let word = arguments.first else { return nil }
        if let command = Command(rawValue: word) { return command }
        let suggestion = Nearest.suggestion(for: word, among: Command.allCases.map(\.rawValue))
        throw UsageError("There is no command \"\(VisibleText.of(word, limit: 64))\"\(suggestion)")
    }

    private static func config(_ parsed: ParsedArguments, _ surroundings: Surroundings) throws(UsageError)
        -> ConfigFile?
    {
        if let path = parsed.options["config"]?.last ?? surroundings.environment["PERCH_CONFIG"], !path.isEmpty {
            guard let text = try surroundings.read(path) else {
                throw UsageError("There is no config file \(VisibleText.of(path)).", command: parsed.command)
            }
            return try ConfigFile(path: path, text: text)
        }
        var places = ["perch.conf"]
        if let home = surroundings.environment["HOME"] { places.append("\(home)/.config/perch/perch.conf") }
        for path in places {
            if let text = try surroundings.read(path) { return try ConfigFile(path: path, text: text) }
        }
        return nil
    }

    private static func token(_ settings: Settings, _ surroundings: Surroundings) throws(UsageError) -> Secret? {
        try token("token", settings, surroundings)
    }

    private static func token(
        _ name: String, _ settings: Settings, _ surroundings: Surroundings
    ) throws(UsageError) -> Secret? {
        let isToken: (String) -> Secret? = { text in
            let plain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            return plain ? Secret(text) : nil
        }
        let expected = "letters, digits and signs without spaces"
        if let token = try settings.value(name, expected, isToken) { return token }
        guard let path = settings.text("\(name)-file") else { return nil }
        let line = try surroundings.read(path)?.split(whereSeparator: \.isNewline).first.map { String($0.trimmed) }
        guard let line, let token = isToken(line) else {
            throw UsageError(
                "The file of --\(name)-file must begin with a line that is the token: \(expected).",
                command: settings.command)
        }
        return token
    }

    /// Warnings about `PERCH_…` variables that mean nothing, with what was probably meant.
    public static func warnings(about environment: [String: String]) -> [String] {
        let known = ConfigFile.known.map(\.variable) + ["PERCH_CONFIG"]
        return environment.keys.filter { $0.hasPrefix("PERCH_") && !known.contains($0) }.sorted().map { name in
            "\(VisibleText.of(name, limit: 64)) means nothing to Perch\(Nearest.suggestion(for: name, among: known))"
        }
    }
}
