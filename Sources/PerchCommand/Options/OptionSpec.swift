/// One option as it stands in the table that the parser, the help and the documents share.
public struct OptionSpec: Sendable, Equatable {
    /// The long name, without dashes; also the key in the config file.
    public let name: String
    /// What stands for the value in the help; nil for a switch.
    public let placeholder: String?
    /// Whether it may be given more than once.
    public let repeatable: Bool
    /// What holds where it is not given, as it is told in the help.
    public let standard: String?
    /// Whether its value must never be shown.
    public let secret: Bool
    /// What it does, in a sentence.
    public let help: String

    /// Describes an option.
    public init(
        _ name: String, _ placeholder: String?, repeatable: Bool = false, standard: String? = nil,
        secret: Bool = false, _ help: String
    ) {
        self.name = name
        self.placeholder = placeholder
        self.repeatable = repeatable
        self.standard = standard
        self.secret = secret
        self.help = help
    }

    /// Describes a switch.
    static func flag(_ name: String, _ help: String) -> OptionSpec {
        OptionSpec(name, nil, help)
    }

    /// Whether it takes no value.
    public var isSwitch: Bool { placeholder == nil }

    /// The environment variable that stands for it.
    public var variable: String {
        "PERCH_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }
}
