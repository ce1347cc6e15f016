/// A command line, variable or config file that cannot be understood.
public struct UsageError: Error, Sendable, Equatable {
    /// What is wrong and, where it can be told, what was meant; never the value of a secret.
    public let message: String
    /// The command whose help says more.
    public let command: Command?

    /// Creates the error.
    public init(_ message: String, command: Command? = nil) {
        self.message = message
        self.command = command
    }

    /// Where to read on.
    public var hint: String {
        command.map { "See `perch help \($0.rawValue)`." } ?? "See `perch help`."
    }
}
