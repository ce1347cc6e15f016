import PerchModel

/// What both logs demand of a request before they look at it any further.
enum AppendCheck {
    /// The most one request may bring; the doors in front of the log are narrower.
    static let maxBytes = 64 << 20

    /// The bytes of a request's lines.
    ///
    /// - Throws: `tooLarge`, and `invalidEvent` for a tail that would break the log's lines.
    static func bytes(of entries: [Entry]) throws(PerchError) -> Int {
        var sum = 0
        for (index, entry) in entries.enumerated() {
            guard entry.tail.last == UInt8(ascii: "}"), !entry.tail.contains(UInt8(ascii: "\n")) else {
                throw PerchError(.invalidEvent, "The event's line is not one line of JSON.", line: index + 1)
            }
            sum += entry.tail.count + headBytes
        }
        guard sum <= maxBytes else {
            throw PerchError(.tooLarge, "The request's events have \(sum) bytes; at most \(maxBytes) fit into one.")
        }
        return sum
    }

    /// About what stands before the tail in a line.
    static let headBytes = 60
}
