import CLibuv
import Glibc

/// A regular file that was found below a folder without leaving it; closed when the value goes.
final class OpenFile: Sendable {
    let descriptor: Int32
    let size: Int
    /// Seconds since 1970.
    let modified: Int64
    /// Differs whenever the content may: from the file's identity, size and time to the nanosecond.
    let identity: String

    private init(descriptor: Int32, status: stat) {
        self.descriptor = descriptor
        size = Int(status.st_size)
        modified = Int64(status.st_mtim.tv_sec)
        let parts = [
            UInt64(status.st_ino), UInt64(status.st_size),
            UInt64(bitPattern: Int64(status.st_mtim.tv_sec)) &* 1_000_000_000 &+ UInt64(status.st_mtim.tv_nsec),
        ]
        identity = parts.map { String($0, radix: 36) }.joined(separator: "-")
    }

    deinit { close(descriptor) }

    /// Another descriptor of the same file, for whoever sends it.
    func duplicate() -> Int32 { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }

    /// Opens the file at a relative path of plain names, a step at a time and through no link, so that no path and no
    /// link leads out of the folder. Nil when there is no regular file that may be read.
    static func open(_ names: [Substring], below folder: Int32) -> OpenFile? {
        guard let last = names.last else { return nil }
        var current = folder
        defer { if current != folder { close(current) } }
        for name in names.dropLast() {
            guard let next = step(name, in: current, O_DIRECTORY) else { return nil }
            if current != folder { close(current) }
            current = next
        }
        // Not blocking: opening a pipe that lies there must not wait for its writer.
        guard let file = step(last, in: current, O_NONBLOCK) else { return nil }
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(file)
            return nil
        }
        return OpenFile(descriptor: file, status: status)
    }

    /// A folder to serve from; nil when it cannot be read.
    static func folder(_ path: String) -> Int32? {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        return descriptor < 0 ? nil : descriptor
    }

    private static func step(_ name: Substring, in folder: Int32, _ flags: Int32) -> Int32? {
        guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(0) else { return nil }
        let descriptor = unsafe openat(folder, String(name), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags)
        return descriptor < 0 ? nil : descriptor
    }
}
