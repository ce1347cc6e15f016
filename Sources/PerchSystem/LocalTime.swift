import Glibc

/// A time of day where the process runs, for people.
public struct LocalTime: Sendable, Equatable {
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int
    /// 0 to 60.
    public let second: Int
    /// 0 to 999.
    public let millisecond: Int

    /// Creates a time of day.
    public init(hour: Int, minute: Int, second: Int, millisecond: Int) {
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
            hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: Int(parts.tm_sec),
            millisecond: Int(rest / 1_000))
    }
}
