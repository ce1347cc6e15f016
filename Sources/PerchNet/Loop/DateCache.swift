import PerchSystem

/// The `Date` header's line, made once a second (RFC 9110 5.6.7 and 6.6.1).
struct DateCache {
    private var second: Int64 = -1
    private var line: [UInt8] = []

    /// `Date: …\r\n` for the present second.
    mutating func headerLine(microseconds: Int64 = SystemClock.wallMicroseconds()) -> [UInt8] {
        let now = microseconds / 1_000_000
        if now != second {
            second = now
            line = Array("date: \(HTTPDate.format(seconds: now))\r\n".utf8)
        }
        return line
    }
}
