import Glibc

/// Whole small files: settings, tokens, documents.
public enum FileBytes: Sendable {
    /// The bytes of a file.
    ///
    /// Blocks. Throws when it cannot be read, and `EFBIG` when it holds more than `limit` bytes.
    public static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let source = try ByteSource(path: path)
        var bytes: [UInt8] = []
        while true {
            let chunk = try source.read(upTo: 64 << 10)
            if chunk.isEmpty { return bytes }
            bytes.append(contentsOf: chunk)
            guard bytes.count <= limit else { throw SystemError(call: "read", subject: path, code: EFBIG) }
        }
    }

    /// Whether there is something at this path that may be read by this user.
    public static func isReadable(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }
}
