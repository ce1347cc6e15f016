import Glibc

extension FileLock {
    /// Who holds the lock on a file.
    public enum Holder: Equatable, Sendable {
        /// Nobody, or there is no such file.
        case nobody
        /// A process, with its number where the file tells one.
        case process(Int32?)
    }

    /// Looks who holds the lock on a file, without making the file or keeping the lock.
    public static func holder(of path: String) throws(SystemError) -> Holder {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            let error = SystemError(call: "open", subject: path, code: errno)
            if error.isMissing { return .nobody }
            throw error
        }
        defer { close(file) }
        if flock(file, LOCK_SH | LOCK_NB) == 0 { return .nobody }
        guard errno == EWOULDBLOCK else { throw SystemError(call: "flock", subject: path, code: errno) }
        let text = (try? FileSystem.read(path, upTo: 16)) ?? []
        return .process(Int32(String(decoding: text.prefix { $0 >= 48 && $0 <= 57 }, as: UTF8.self)))
    }
}
