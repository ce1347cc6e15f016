import Glibc

/// A file that is open for reading at any place of it; it stays the same file when it is renamed or removed.
///
/// Any thread; every call may block on the disk. Closed when the last holder lets go.
public final class ReadableFile: Sendable {
    /// Who has a file open for writing.
    public enum Writers: Equatable, Sendable {
        case none, some, unknown
    }

    private let descriptor: Int32
    private let path: String

    /// Opens what stands at a path, links followed. Throws where that may not be read.
    public init(_ path: String) throws(SystemError) {
        self.path = path
        // Without O_NONBLOCK the opening of a pipe would wait for its writer.
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemError(call: "open", subject: path, code: errno) }
    }

    deinit { close(descriptor) }

    /// What the system knows of the file now.
    public func facts() throws(SystemError) -> FileFacts {
        var info = stat()
        guard unsafe fstat(descriptor, &info) == 0 else {
            throw SystemError(call: "fstat", subject: path, code: errno)
        }
        return FileFacts(info)
    }

    /// Appends up to `count` bytes from an offset to `bytes`; none at the file's end. The number of bytes.
    public func read(_ count: Int, at offset: Int64, into bytes: inout [UInt8]) throws(SystemError) -> Int {
        let old = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        var (got, code) = (-1, EINTR)
        while got < 0, code == EINTR {
            got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(descriptor, buffer.baseAddress.map { unsafe $0 + old }, count, off_t(offset))
            }
            code = got < 0 ? errno : 0
        }
        bytes.removeLast(count - max(got, 0))
        if got < 0 { throw SystemError(call: "pread", subject: path, code: code) }
        return got
    }

    /// Whether any process has the file open for writing; for a regular file of ours, else unknown.
    ///
    /// A lease for reading is given only where there is no writer (fcntl(2), "Leases"); it is given back at once. Who
    /// opens the file for writing in between waits that long, and the kernel's word about it comes as a signal that
    /// processes ignore unless they ask for it.
    public func writers() -> Writers {
        guard fcntl(descriptor, Lease.setSignal, SIGURG) == 0 else { return .unknown }
        guard fcntl(descriptor, Lease.set, F_RDLCK) == 0 else { return errno == EAGAIN ? .some : .unknown }
        _ = fcntl(descriptor, Lease.set, F_UNLCK)
        return .none
    }

    /// Linux's numbers; the headers show the names only to those who ask for GNU extensions.
    private enum Lease {
        static let setSignal: Int32 = 10
        static let set: Int32 = 1024
    }
}
