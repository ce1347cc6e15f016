import Glibc

extension FileSystem {
    /// Puts these bytes in the place of a file, all of them or, whatever happens, none; only its owner may read it.
    ///
    /// They are on the disk when this returns. One writer at a time: two would write the same new file.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
        let fresh = path + ".new"
        try removeFile(fresh)
        let file = unsafe open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError(call: "open", subject: fresh, code: errno) }
        do {
            defer { close(file) }
            try write(bytes, to: file, fresh)
            guard fsync(file) == 0 else { throw SystemError(call: "fsync", subject: fresh, code: errno) }
        }
        guard unsafe Glibc.rename(fresh, path) == 0 else {
            throw SystemError(call: "rename", subject: path, code: errno)
        }
        try syncFolder(of: path)
    }

    private static func write(_ bytes: [UInt8], to file: Int32, _ path: String) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError(call: "write", subject: path, code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// A new name is lasting once its folder is on the disk.
    private static func syncFolder(of path: String) throws(SystemError) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError(call: "open", subject: folder, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError(call: "fsync", subject: folder, code: errno) }
    }

    /// The rights of what stands at a path, such as `0o600`; nil where there is nothing to look at.
    public static func rights(of path: String) -> UInt32? {
        var info = stat()
        return unsafe stat(path, &info) == 0 ? UInt32(info.st_mode) & 0o7777 : nil
    }
}
