import CZlib

/// Makes bytes smaller and whole again.
enum Compression {
    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        let bound = Int(compressBound(UInt(bytes.count)))
        return unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            var length = UInt(bound)
            // Fast rather than small: it runs beside the server.
            let code = unsafe compress2(buffer.baseAddress, &length, bytes, UInt(bytes.count), Z_BEST_SPEED)
            count = code == Z_OK ? Int(length) : 0
        }
    }

    /// Nil where the bytes are not the compressed form of so many others.
    static func decompress(_ bytes: [UInt8], count: Int) -> [UInt8]? {
        guard count >= 0, count <= 1 << 32 else { return nil }
        let whole = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var length = UInt(count)
            let code = unsafe uncompress(buffer.baseAddress, &length, bytes, UInt(bytes.count))
            filled = code == Z_OK ? Int(length) : 0
        }
        return whole.count == count ? whole : nil
    }
}
