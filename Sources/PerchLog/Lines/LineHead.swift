import PerchModel

/// Writes the heads of lines that were received at the same moment; the same bytes as `Entry.appendLine`, with the moment written once.
struct LineHead {
    private var digits: [UInt8]
    private let afterSeq: [UInt8]

    init(next seq: Seq, received: Timestamp) {
        digits = Array(String(seq).utf8)
        var bytes = Array(#","received":""#.utf8)
        received.append(to: &bytes)
        bytes.append(contentsOf: #"","#.utf8)
        afterSeq = bytes
    }

    private static let start = Array(#"{"seq":"#.utf8)

    /// Appends the next number's whole line, without a newline.
    mutating func appendLine(_ entry: Entry, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: Self.start)
        bytes.append(contentsOf: digits)
        bytes.append(contentsOf: afterSeq)
        bytes.append(contentsOf: entry.tail)
        countUp()
    }

    private mutating func countUp() {
        var place = digits.count - 1
        while place >= 0, digits[place] == UInt8(ascii: "9") {
            digits[place] = UInt8(ascii: "0")
            place -= 1
        }
        if place >= 0 { digits[place] += 1 } else { digits.insert(UInt8(ascii: "1"), at: 0) }
    }
}
