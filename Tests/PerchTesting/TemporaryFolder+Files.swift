import Glibc

extension TemporaryFolder {
    /// Writes a file, in place of what was there.
    public func write(_ text: String, _ name: String) throws { try write(Array(text.utf8), name) }

    /// Writes a file, in place of what was there or behind it.
    public func write(_ bytes: [UInt8], _ name: String, append: Bool = false) throws {
        let mode = append ? O_APPEND : O_TRUNC
        let target = unsafe open(file(name), O_WRONLY | O_CREAT | O_CLOEXEC | mode, 0o644)
        guard target >= 0 else { throw BlockingClient.Failure(description: "cannot write \(name): errno \(errno)") }
        defer { close(target) }
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(target, $0.baseAddress, $0.count) }
        guard count == bytes.count else { throw BlockingClient.Failure(description: "\(name) was cut") }
    }

    /// Makes a folder in it.
    public func makeFolder(_ name: String) { _ = unsafe mkdir(file(name), 0o755) }

    /// Makes a symbolic link in it.
    public func link(_ name: String, to target: String) { _ = unsafe symlink(target, file(name)) }

    /// Renames a file.
    public func rename(_ old: String, _ new: String) throws {
        guard unsafe Glibc.rename(file(old), file(new)) == 0 else {
            throw BlockingClient.Failure(description: "cannot rename \(old): errno \(errno)")
        }
    }
}
