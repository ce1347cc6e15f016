import COpenSSL

/// SHA-256 (FIPS 180-4).
public enum SHA256: Sendable {
    /// How many bytes a hash has.
    public static let count = 32

    /// The 32 bytes that stand for these bytes. Any thread.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { hash, filled in
            unsafe bytes.withUnsafeBytes { input in
                // An empty array may have no address, and no byte of it is read.
                let start = unsafe input.baseAddress?.assumingMemoryBound(to: UInt8.self)
                _ = unsafe COpenSSL.SHA256(start, input.count, hash.baseAddress)
            }
            filled = count
        }
    }
}
