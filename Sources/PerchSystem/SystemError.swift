import Glibc

/// A call of the system that failed.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The call that failed.
    public let call: String
    /// What it was about, such as a path; may be empty.
    public let subject: String
    /// The `errno` it left.
    public let code: Int32

    /// Tells of a failed call.
    public init(call: String, subject: String = "", code: Int32) {
        self.call = call
        self.subject = subject
        self.code = code
    }

    /// Why, in the system's words and in lower case: `no such file or directory`.
    public var reason: String {
        let text = unsafe String(cString: strerror(code))
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    /// What failed and why, in one line.
    public var description: String { subject.isEmpty ? "\(call): \(reason)" : "\(subject): \(reason)" }

    /// Whether there is no such file or folder.
    public var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    /// Whether the reader at the other end of a pipe is gone.
    public var isBrokenPipe: Bool { code == EPIPE }
}
