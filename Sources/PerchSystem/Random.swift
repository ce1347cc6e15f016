/// Random bytes of the kernel, fit for keys and tokens.
public enum SystemRandom: Sendable {
    /// As many unpredictable bytes as asked for. Any thread.
    public static func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(max(count, 0))
        var word: UInt64 = 0
        for index in 0..<max(count, 0) {
            if index % 8 == 0 { word = self.word() }
            bytes.append(UInt8(truncatingIfNeeded: word))
            word >>= 8
        }
        return bytes
    }

    /// Eight unpredictable bytes as a number. Any thread.
    public static func word() -> UInt64 {
        // The standard library's generator is the kernel's `getrandom`, documented as cryptographically secure.
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}
