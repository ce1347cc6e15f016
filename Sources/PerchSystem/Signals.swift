import Glibc

/// How the process takes the signals of the system.
public enum Signals: Sendable {
    /// Makes writing to a pipe nobody reads an error of the write, `EPIPE`, instead of the end of the process.
    public static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Makes writing beyond the allowed size of a file an error of the write, `EFBIG`, instead of the end of the process.
    public static func ignoreFileSizeLimit() {
        _ = signal(SIGXFSZ, SIG_IGN)
    }
}

/// Ends the process at once with a code.
///
/// Nothing is torn down before: the event loop's library would take its signal pipe away from loops that still run, which then abort.
/// Nothing needs to be either, since whatever is written here goes to the system without a buffer in between.
public func exitProcess(_ code: Int32) -> Never {
    _exit(code)
}
