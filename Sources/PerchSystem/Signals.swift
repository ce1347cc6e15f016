import Glibc

/// How the process takes the signals of the system.
public enum Signals: Sendable {
    /// Makes writing to a pipe nobody reads an error of the write, `EPIPE`, instead of the end of the process.
    public static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }
}

/// Ends the process at once with a code.
public func exitProcess(_ code: Int32) -> Never {
    exit(code)
}
