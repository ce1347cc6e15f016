/// A place in the past, as a person or a client names it.
public enum Moment: Sendable, Equatable {
    /// Right after the event of this number.
    case seq(Seq)
    /// Right after the last event that had happened by then.
    case time(Timestamp)

    /// The time, where it is named by one.
    public var time: Timestamp? { if case .time(let time) = self { time } else { nil } }

    /// Reads `at`: a number up to 15 digits is a seq, otherwise ISO 8601.
    ///
    /// Returns nil where the text is neither.
    public init?(_ text: String) {
        if let seq = Seq(text) {
            guard seq >= 0, text.utf8.count <= 15 else { return nil }
            self = .seq(seq)
        } else if let time = Timestamp(iso8601: text) {
            self = .time(time)
        } else {
            return nil
        }
    }
}
