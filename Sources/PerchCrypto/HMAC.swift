import COpenSSL

/// Keyed hashes (RFC 2104).
public enum HMAC: Sendable {
    /// The 32 bytes that only who has the key can make of the message. Any thread.
    public static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        // OpenSSL takes a missing key for the one of the call before; one of a zero byte is the same as none (RFC 2104, 2).
        let key = key.isEmpty ? [0] : key
        return unsafe [UInt8](unsafeUninitializedCapacity: SHA256.count) { code, filled in
            unsafe key.withUnsafeBytes { key in
                unsafe message.withUnsafeBytes { message in
                    let start = unsafe message.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    _ = unsafe COpenSSL.HMAC(
                        EVP_sha256(), key.baseAddress, Int32(clamping: key.count), start, message.count,
                        code.baseAddress, nil)
                }
            }
            filled = SHA256.count
        }
    }
}
