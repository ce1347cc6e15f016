import Glibc

extension FileSystem {
    /// Adds bytes to the end of a file with one call of the system, so that what several processes add at once does not mix;
    /// a file that is not there is made, for its owner's eyes. Where the bytes end in the file.
    ///
    /// Never waits for the other end of a pipe. Throws where the bytes cannot be written, or not all of them.
    public static func append(_ bytes: [UInt8], to path: String) throws(SystemError) -> Int64 {
        let file = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0o600)
        guard file >= 0 else { throw SystemError(call: "open", subject: path, code: errno) }
        defer { close(file) }
        let count = unsafe bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw SystemError(call: "write", subject: path, code: errno) }
        guard count == bytes.count else { throw SystemError(call: "write", subject: path, code: ENOSPC) }
        // The file's offset stands behind what was just written (open(2), O_APPEND); a pipe has none.
        return Int64(lseek(file, 0, SEEK_CUR))
    }

    /// Gives a file another name; one that has this name already is replaced.
    public static func rename(_ path: String, to other: String) throws(SystemError) {
        guard unsafe Glibc.rename(path, other) == 0 else {
            throw SystemError(call: "rename", subject: path, code: errno)
        }
    }
}
