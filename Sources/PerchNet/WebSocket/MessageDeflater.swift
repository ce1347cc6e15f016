internal import CZlib

/// Deflates whole messages, each on its own (RFC 7692 7.2.1, without context takeover), so that what one client gets
/// is right for all of them. About 300 KiB; one for a loop or a writer, not for a connection.
@safe
public final class MessageDeflater {
    /// On the heap because zlib's state points back at it and refuses a stream that has moved.
    private let stream: UnsafeMutablePointer<z_stream>

    /// - Parameters:
    ///   - windowBits: The window as a power of two, 9 to 15: at most what was agreed with the clients.
    ///   - level: 1 (fast) to 9 (small).
    public init(windowBits: Int = 15, level: Int = 6) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let bits = Int32(min(max(windowBits, 9), 15))
        let result = unsafe deflateInit2_(
            stream, Int32(min(max(level, 1), 9)), Z_DEFLATED, -bits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(result == Z_OK, "no memory for a deflater")
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// The payload of the compressed message; its first frame must carry RSV1.
    public func deflate(_ message: [UInt8]) -> [UInt8] {
        // The shortest form of nothing (RFC 7692 7.2.3.6).
        guard !message.isEmpty else { return [0] }
        unsafe deflateReset(stream)
        // Five bytes more for each stored block at worst, and the flush.
        let bound = Int(unsafe deflateBound(stream, UInt(message.count))) + 16
        return unsafe [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            count = unsafe message.withUnsafeBufferPointer { unsafe deflate($0, into: output) }
        }
    }

    private func deflate(_ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(input.count)
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = UInt32(output.count)
        let result = unsafe CZlib.deflate(stream, Z_SYNC_FLUSH)
        let left = unsafe stream.pointee.avail_out
        precondition(result == Z_OK && left > 0, "deflateBound was too small")
        // The flush ends with 00 00 FF FF, which receivers add again.
        return output.count - Int(left) - 4
    }
}

@available(*, unavailable)
extension MessageDeflater: Sendable {}
