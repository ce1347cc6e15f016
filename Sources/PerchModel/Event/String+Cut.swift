extension String {
    /// Its beginning of at most so many bytes, never ending inside a scalar's bytes.
    ///
    /// By bytes and not by characters: one character may carry megabytes of marks, so a number of them bounds nothing.
    public func cut(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end > startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
