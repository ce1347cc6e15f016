import Glibc

/// Finds the end of a request's head and checks its lines before the parser sees them.
///
/// Stricter than the parser: every LF needs its CR and every CR its LF, and no line continues the one before, so that no
/// proxy in front can read other boundaries than this server (RFC 9112 2.2, 5.2 and 11.2).
struct HeadScanner {
    enum Outcome: Equatable {
        case incomplete
        case complete(bytes: Int)
        case refused(HTTPStatus)
    }

    private var lineStart = 0
    private var lines = 0

    /// Looks at all bytes of a head so far; call again with more behind them.
    mutating func scan(_ bytes: UnsafeRawBufferPointer, limits: HTTPLimits) -> Outcome {
        while lineStart < bytes.count {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[lineStart...])
            guard let length = unsafe find(10, in: rest) else { break }
            guard lineStart + length < limits.headBytes else { return tooLarge(lineLength: length, limits) }
            guard length > 0, unsafe find(13, in: rest) == length - 1 else { return .refused(400) }
            if lines == 0, length > limits.requestLineBytes { return .refused(414) }
            if length == 1 { return .complete(bytes: lineStart + 2) }
            let first = unsafe rest[0]
            if first == 0x20 || first == 0x09 { return .refused(400) }
            lines += 1
            if lines > limits.headerFields + 1 { return .refused(431) }
            lineStart += length + 1
        }
        if bytes.count >= limits.headBytes || (lines == 0 && bytes.count > limits.requestLineBytes) {
            return tooLarge(lineLength: bytes.count - lineStart, limits)
        }
        return .incomplete
    }

    private func tooLarge(lineLength: Int, _ limits: HTTPLimits) -> Outcome {
        .refused(lines == 0 ? 414 : 431)
    }
}

/// The index of the first such byte.
@inline(__always)
func find(_ byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.baseAddress, let hit = unsafe memchr(base, Int32(byte), bytes.count) else { return nil }
    return unsafe base.distance(to: hit)
}
