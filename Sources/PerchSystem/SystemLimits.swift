import Glibc

/// What the system allows this process.
public enum SystemLimits: Sendable {
    /// How many files and connections may be open at once: now, and at most after asking for more.
    public static var openFiles: (now: Int, most: Int) {
        var limit = rlimit()
        // Cannot fail: the resource is a constant and the pointer is to a local.
        _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return (Int(clamping: limit.rlim_cur), Int(clamping: limit.rlim_max))
    }
}
