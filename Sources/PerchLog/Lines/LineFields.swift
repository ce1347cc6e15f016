/// Where the common fields stand in an event's line, found without parsing the rest: the log wrote them first and in one order.
///
/// The ranges are of the texts as they are written, between their quotes and still escaped.
struct LineFields: Equatable {
    var kind: Range<Int>
    var time: Range<Int>
    var project: Range<Int>
    var session: Range<Int>?
    var agent: Range<Int>?

    /// Reads a line's beginning; nil where it is not as the log writes it.
    init?(_ bytes: [UInt8], in line: Range<Int>) {
        var cursor = LineCursor(bytes: bytes, place: line.lowerBound, end: line.upperBound)
        guard cursor.skipPastSeq(), cursor.skip(Self.received), cursor.text() != nil,
            cursor.skip(Self.kindKey), let kind = cursor.text(),
            cursor.skip(Self.timeKey), let time = cursor.text(),
            cursor.skip(Self.projectKey), let project = cursor.text()
        else { return nil }
        self.kind = kind
        self.time = time
        self.project = project
        if cursor.skip(Self.sessionKey) { session = cursor.text() }
        if cursor.skip(Self.agentKey) { agent = cursor.text() }
    }

    private static let received = Array(#","received":""#.utf8)
    private static let kindKey = Array(#","kind":""#.utf8)
    private static let timeKey = Array(#","time":""#.utf8)
    private static let projectKey = Array(#","project":""#.utf8)
    private static let sessionKey = Array(#","session":""#.utf8)
    private static let agentKey = Array(#","agent":""#.utf8)
}

/// A place in a line that moves forward.
private struct LineCursor {
    let bytes: [UInt8]
    var place: Int
    let end: Int

    /// Passes over `{"seq":` and the digits.
    mutating func skipPastSeq() -> Bool {
        guard skip(Self.seq) else { return false }
        while place < end, bytes[place] >= 48, bytes[place] <= 57 { place += 1 }
        return true
    }

    private static let seq = Array(#"{"seq":"#.utf8)

    mutating func skip(_ expected: [UInt8]) -> Bool {
        guard end - place >= expected.count else { return false }
        for index in expected.indices where bytes[place + index] != expected[index] { return false }
        place += expected.count
        return true
    }

    /// The text that has just been opened, up to its closing quote, which is passed over.
    mutating func text() -> Range<Int>? {
        let start = place
        while place < end {
            switch bytes[place] {
            case UInt8(ascii: "\\"): place += 2
            case UInt8(ascii: "\""):
                place += 1
                return start..<place - 1
            default: place += 1
            }
        }
        return nil
    }
}
