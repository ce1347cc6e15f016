import Glibc

extension [UInt8] {
    /// Where the next newline is, or the end.
    func lineEnd(from start: Int) -> Int {
        position(of: UInt8(ascii: "\n"), from: start, to: count)
    }

    /// Where the next such byte is before an end, or that end.
    func position(of byte: UInt8, from start: Int, to end: Int) -> Int {
        precondition(start >= 0 && start <= end && end <= count, "a search inside of the bytes")
        return unsafe withUnsafeBytes { buffer in
            guard start < end, let base = buffer.baseAddress else { return end }
            guard let hit = unsafe memchr(base + start, Int32(byte), end - start) else { return end }
            return unsafe hit - UnsafeMutableRawPointer(mutating: base)
        }
    }
}
