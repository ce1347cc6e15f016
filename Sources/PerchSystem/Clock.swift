import Glibc

/// The machine's two clocks; the only place of the house that reads them.
public enum SystemClock: Sendable {
    /// Nanoseconds of a clock that never goes back and stands in no relation to the time of day. Any thread.
    @inlinable
    public static func monotonicNanoseconds() -> UInt64 {
        UInt64(bitPattern: clockNanoseconds(.monotonic))
    }

    /// Microseconds since 1970-01-01T00:00:00Z by the wall clock, which may be set back. Any thread.
    @inlinable
    public static func wallMicroseconds() -> Int64 {
        clockNanoseconds(.wall) / 1_000
    }

    /// Nanoseconds of CPU time the whole process has used. Any thread.
    @inlinable
    public static func processCPUNanoseconds() -> UInt64 {
        UInt64(bitPattern: clockNanoseconds(.processCPU))
    }
}

/// The clocks of `clock_gettime` that the house uses.
@usableFromInline
enum SystemClockKind: Sendable {
    case monotonic, wall, processCPU
}

@usableFromInline
func clockNanoseconds(_ kind: SystemClockKind) -> Int64 {
    var time = timespec()
    let clock =
        switch kind {
        case .monotonic: CLOCK_MONOTONIC
        case .wall: CLOCK_REALTIME
        case .processCPU: CLOCK_PROCESS_CPUTIME_ID
        }
    // Cannot fail: the clock ids are constants every Linux has, and the pointer is to a local.
    _ = unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
