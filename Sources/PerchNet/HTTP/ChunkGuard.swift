/// Watches what lies between the data of a chunked body: size lines, extensions and trailer (RFC 9112 7.1).
///
/// Every CR there needs its LF and every LF its CR, and there is a bound on it: extensions carry no meaning here.
struct ChunkGuard {
    /// Bytes of size line, extensions and line ends allowed between two pieces of data, and for the trailer.
    private static let bound = 8 << 10

    private var dataRanges: [Range<Int>] = []
    private var lastWasCarriageReturn = false
    private var sinceData = 0

    mutating func begin() { dataRanges.removeAll(keepingCapacity: true) }

    mutating func data(_ range: Range<Int>) { dataRanges.append(range) }

    /// Checks what of these bytes was not data; false when it is not proper.
    mutating func end(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        for range in dataRanges {
            guard unsafe check(UnsafeRawBufferPointer(rebasing: bytes[position..<range.lowerBound])) else {
                return false
            }
            if lastWasCarriageReturn { return false }
            sinceData = 0
            position = range.upperBound
        }
        return unsafe check(UnsafeRawBufferPointer(rebasing: bytes[position...]))
    }

    private mutating func check(_ framing: UnsafeRawBufferPointer) -> Bool {
        for index in 0..<framing.count {
            let byte = unsafe framing[index]
            if (byte == 10) != lastWasCarriageReturn { return false }
            lastWasCarriageReturn = byte == 13
        }
        sinceData += framing.count
        return sinceData <= Self.bound
    }
}
