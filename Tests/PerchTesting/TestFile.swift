public import PerchSystem
import Glibc

/// Files as tests put them there and spoil them.
public enum TestFile: Sendable {
    /// The whole file.
    public static func read(_ path: String) throws(SystemError) -> [UInt8] {
        let bytes = try FileSystem.look(at: path)?.bytes ?? 0
        return try FileSystem.read(path, upTo: Int(bytes))
    }

    /// Writes a whole file.
    public static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError(call: "open", subject: path, code: errno) }
        defer { close(file) }
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
        guard count == bytes.count else { throw SystemError(call: "write", subject: path, code: errno) }
    }

    /// Copies a file.
    public static func copy(_ path: String, to other: String) throws(SystemError) {
        try write(try read(path), to: other)
    }

    /// Removes a file.
    public static func remove(_ path: String) throws(SystemError) {
        try FileSystem.removeFile(path)
    }

    /// This process.
    public static var processNumber: Int32 { getpid() }
}
