/// How much a line of the server's own log matters.
public enum LogLevel: String, Sendable, CaseIterable, Comparable {
    case debug, info, warning, error

    /// By weight.
    public static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.weight < right.weight
    }

    private var weight: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        }
    }
}
