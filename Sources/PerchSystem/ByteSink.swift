import Glibc

/// A file, the standard output or the standard error, written from front to back. Closed when let go of.
public final class ByteSink: Sendable {
    private let descriptor: Int32
    private let owned: Bool
    private let name: String

    private init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
        owned = false
    }

    /// The standard output.
    public static let output = ByteSink(descriptor: STDOUT_FILENO, name: "standard output")
    /// The standard error.
    public static let error = ByteSink(descriptor: STDERR_FILENO, name: "standard error")

    /// Makes or empties a file. Throws when it cannot be written.
    public init(path: String) throws(SystemError) {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError(call: "open", subject: path, code: errno) }
        owned = true
        name = path
    }

    deinit { if owned { close(descriptor) } }

    /// Whether a person is at the other end.
    public var isTerminal: Bool { isatty(descriptor) == 1 }

    /// How many columns the terminal has; nil where it is none or does not say.
    public var columns: Int? {
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes all the bytes. Blocks; lines of several threads do not mix as long as each is one call on a terminal or pipe.
    public func write(_ bytes: [UInt8]) throws(SystemError) {
        try write(bytes[...])
    }

    /// Writes all the bytes of a slice.
    public func write(_ bytes: ArraySlice<UInt8>) throws(SystemError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 { rest = rest.dropFirst(count); continue }
            switch errno {
            case EINTR: continue
            case EAGAIN: try waitUntilWritable()
            default: throw SystemError(call: "write", subject: name, code: errno)
            }
        }
    }

    /// Writes a text.
    public func write(_ text: String) throws(SystemError) {
        try write(Array(text.utf8))
    }

    /// The standard output may have been made non-blocking by whoever started us.
    private func waitUntilWritable() throws(SystemError) {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&request, 1, -1) >= 0 || errno == EINTR else {
            throw SystemError(call: "poll", subject: name, code: errno)
        }
    }
}
