import COpenSSL

/// Comparing secrets without telling by the time it takes how much of them was right.
public enum ConstantTime: Sendable {
    /// Whether both are the same bytes; only their lengths show in the time it takes. Any thread.
    public static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count else { return false }
        guard !a.isEmpty else { return true }
        return unsafe a.withUnsafeBytes { a in
            unsafe b.withUnsafeBytes { b in unsafe CRYPTO_memcmp(a.baseAddress, b.baseAddress, a.count) == 0 }
        }
    }
}
