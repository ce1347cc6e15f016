/// One command as it stands in the table that the parser, the help and the documents share.
public struct CommandSpec: Sendable, Equatable {
    /// Which one.
    public let command: Command
    /// What it does, in a few words.
    public let summary: String
    /// What it does, in full: one paragraph an element.
    public let story: [String]
    /// What stands behind the options in the usage line, such as `FILE...`.
    public let arguments: String?
    /// Its options, in the order of the help, those of all commands left out.
    public let options: [OptionSpec]
    /// Whole command lines to copy.
    public let examples: [String]

    /// Every option it takes.
    public var allOptions: [OptionSpec] { options + OptionTable.common }

    /// Its option of this name.
    public func option(_ name: String) -> OptionSpec? {
        allOptions.first { $0.name == name }
    }
}

/// The commands, in the order of the help.
public enum Command: String, Sendable, CaseIterable {
    case serve, emit, tail, events
    case importEvents = "import"
    case demo, hook, token, doctor, version, help

    /// Its entry in the table.
    public var spec: CommandSpec { CommandTable.spec(of: self) }
}
