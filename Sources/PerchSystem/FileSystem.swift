import Glibc

/// What the house asks of files and folders by name. Any thread; every call may block on the disk.
public enum FileSystem: Sendable {
    /// What stands at a path.
    public enum Kind: Sendable, Equatable {
        case file, folder, other
    }

    /// What stands at a path, links followed, and how many bytes it has; nil where there is nothing.
    ///
    /// Throws where the path cannot be looked at.
    public static func look(at path: String) throws(SystemError) -> (kind: Kind, bytes: Int64)? {
        var info = stat()
        guard unsafe stat(path, &info) == 0 else {
            let error = SystemError(call: "stat", subject: path, code: errno)
            if error.isMissing { return nil }
            throw error
        }
        let kind: Kind =
            switch info.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
        return (kind, Int64(info.st_size))
    }

    /// Makes a folder and those above it; what is there already is left alone. Only its owner may look into a new one.
    public static func makeFolder(_ path: String) throws(SystemError) {
        if try look(at: path)?.kind == .folder { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
        }
        guard unsafe mkdir(path, 0o700) == 0 else {
            let error = SystemError(call: "mkdir", subject: path, code: errno)
            if error.code == EEXIST, try look(at: path)?.kind == .folder { return }
            throw error
        }
    }

    /// Removes a file; that there is none is no fault.
    public static func removeFile(_ path: String) throws(SystemError) {
        guard unsafe unlink(path) != 0 else { return }
        let error = SystemError(call: "unlink", subject: path, code: errno)
        if !error.isMissing { throw error }
    }

    /// Whether this process may make and change files in a folder.
    public static func isWritable(_ path: String) -> Bool {
        unsafe access(path, W_OK | X_OK) == 0
    }

    /// A part of a file: up to so many bytes from an offset, fewer at its end.
    public static func read(_ path: String, from offset: Int64 = 0, upTo count: Int) throws(SystemError) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SystemError(call: "open", subject: path, code: errno) }
        defer { close(file) }
        var failure: SystemError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                guard let start = buffer.baseAddress else { return }
                let got = unsafe pread(file, start + filled, count - filled, Int(offset) + filled)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = SystemError(call: "read", subject: path, code: errno) }
                if got <= 0 { return }
                filled += got
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
