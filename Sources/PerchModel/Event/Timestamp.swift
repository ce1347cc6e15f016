/// A moment: microseconds since 1970 in UTC, which is as fine as an event's time is told.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64

    /// Creates a moment from microseconds since 1970.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Creates a moment from milliseconds since 1970.
    ///
    /// Returns nil where the moment lies outside the years 0001 to 9999.
    public init?(milliseconds: Double) {
        let micros = (milliseconds * 1000).rounded()
        // Compared as integers: the last moment has no double of its own, and the next one is in the year 10000.
        guard let whole = Int64(exactly: micros), whole >= Self.earliest.microseconds,
            whole <= Self.latest.microseconds
        else { return nil }
        self.init(microseconds: whole)
    }

    /// Seconds since 1970, as many clients write moments.
    public var secondsSince1970: Double { Double(microseconds) / 1_000_000 }

    /// 0001-01-01T00:00:00Z, the first moment that can be written.
    public static let earliest = Timestamp(microseconds: -62_135_596_800_000_000)
    /// 9999-12-31T23:59:59.999999Z, the last moment that can be written.
    public static let latest = Timestamp(microseconds: 253_402_300_799_999_999)

    /// Earlier is less.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment so many microseconds later.
    public func advanced(by microseconds: Int64) -> Timestamp {
        Timestamp(microseconds: self.microseconds + microseconds)
    }
}
