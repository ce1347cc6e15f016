import Glibc

/// A day and a time of day where the process runs, for people.
public struct LocalTime: Sendable, Equatable {
    /// Such as 2026.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int
    /// 0 to 60.
    public let second: Int
    /// 0 to 999.
    public let millisecond: Int

    /// Creates a local time of its parts.
    public init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.millisecond = millisecond
    }

    /// The local time of a moment, by the zone of `TZ` or of the machine. Any thread.
    public init(microseconds: Int64) {
        var seconds = time_t(microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000)
        let rest = microseconds - Int64(seconds) * 1_000_000
        var parts = unsafe tm()
        unsafe localtime_r(&seconds, &parts)
        unsafe self.init(
            year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
            hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: Int(parts.tm_sec),
            millisecond: Int(rest / 1_000))
    }
}
