import Glibc

/// A lock on a file that ends with the process that holds it, however it ends; the file tells who that is.
public final class FileLock: Sendable {
    /// Why a lock could not be had.
    public enum Refusal: Error, Equatable, Sendable {
        /// Another holds it: its process number, where the file told one.
        case held(by: Int32?)
        /// The file cannot be opened or locked.
        case failed(SystemError)
    }

    private let file: Int32

    /// Takes the lock at once, or throws; the file is made where it is missing and gets this process's number.
    public init(path: String) throws(Refusal) {
        let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .failed(SystemError(call: "open", subject: path, code: errno)) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let error = SystemError(call: "flock", subject: path, code: errno)
            close(file)
            throw error.code == EWOULDBLOCK ? .held(by: Self.holder(path)) : .failed(error)
        }
        self.file = file
        ftruncate(file, 0)
        let text = Array("\(getpid())\n".utf8)
        // The number is there for people to read; the lock holds without it.
        _ = unsafe text.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
    }

    /// Takes the lock as soon as it is free: for files that are only held for moments. Blocks.
    public init(waitingFor path: String) throws(SystemError) {
        let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError(call: "open", subject: path, code: errno) }
        while flock(file, LOCK_EX) != 0 {
            let code = errno
            if code == EINTR { continue }
            close(file)
            throw SystemError(call: "flock", subject: path, code: code)
        }
        self.file = file
    }

    deinit {
        close(file)
    }

    private static func holder(_ path: String) -> Int32? {
        guard let bytes = try? FileSystem.read(path, upTo: 16) else { return nil }
        return Int32(String(decoding: bytes.prefix { $0 >= 48 && $0 <= 57 }, as: UTF8.self))
    }
}
