import Glibc

extension FileSystem {
    /// How many bytes this user may still write where a path is; the path must exist.
    public static func freeBytes(at path: String) throws(SystemError) -> Int64 {
        var info = statvfs()
        guard unsafe statvfs(path, &info) == 0 else {
            throw SystemError(call: "statvfs", subject: path, code: errno)
        }
        let (bytes, overflow) = info.f_bavail.multipliedReportingOverflow(by: info.f_frsize)
        return overflow ? .max : Int64(clamping: bytes)
    }
}
