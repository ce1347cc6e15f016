import Glibc

extension SystemThread {
    /// Lets the calling thread run only where others leave time; 19 is the most modest. Linux keeps niceness by thread.
    public static func makeCurrentModest(by niceness: Int32 = 10) {
        // Being refused changes nothing but speed.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
    }

    /// Lets the calling thread sleep, at least so long unless a signal comes.
    public static func sleep(nanoseconds: UInt64) {
        var time = timespec()
        time.tv_sec = Int(nanoseconds / 1_000_000_000)
        time.tv_nsec = Int(nanoseconds % 1_000_000_000)
        unsafe nanosleep(&time, nil)
    }
}
