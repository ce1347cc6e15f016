internal import CZlib

/// Inflates messages one after another, each on its own (RFC 7692 7.2.2, without context takeover).
///
/// It belongs to one message while that is in progress, because the fragments of different connections interleave on a
/// loop; `reset()` makes it fit for the next.
@safe
final class MessageInflater {
    /// How it went with a piece of input.
    enum Outcome {
        case good
        /// Not a deflate stream.
        case corrupt
        /// The receiver of the output wanted no more.
        case stopped
    }

    private static let outputBytes = 16 << 10
    /// The end of a flushed stream that senders leave out (RFC 7692 7.2.1).
    private static let tail: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]

    /// On the heap because zlib's state points back at it and refuses a stream that has moved.
    private let stream: UnsafeMutablePointer<z_stream>
    private let output: UnsafeMutableBufferPointer<UInt8>
    private var isEmpty = true
    private var hasEnded = false

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        unsafe output = .allocate(capacity: Self.outputBytes)
        // Negative: raw deflate without a zlib header. 15 bits understand every smaller window too.
        let result = unsafe inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(result == Z_OK, "no memory for an inflater")
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
        unsafe output.deallocate()
    }

    func reset() {
        unsafe inflateReset(stream)
        isEmpty = true
        hasEnded = false
    }

    /// Takes the next compressed bytes of the message and hands on what they inflate to, until `body` returns false.
    func inflate(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Outcome {
        guard !bytes.isEmpty else { return .good }
        isEmpty = false
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(bytes.count)
        repeat {
            let outcome = unsafe step(body)
            guard case .good = outcome else { return outcome }
        } while unsafe stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0
        return .good
    }

    /// Ends the message: whatever was held back comes out, and a stream cut in the middle of a block is corrupt.
    func finish(_ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Outcome {
        // A sender may close the stream with a final block (RFC 7692 7.2.3.4), or send nothing at all for nothing.
        guard !isEmpty, !hasEnded else { return .good }
        let outcome = unsafe Self.tail.withUnsafeBufferPointer { unsafe inflate($0, body) }
        guard case .good = outcome else { return outcome }
        // Bit 7 of data_type: zlib stands between two blocks (zlib.h, inflate).
        return unsafe hasEnded || stream.pointee.data_type & 128 != 0 ? .good : .corrupt
    }

    private func step(_ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Outcome {
        if hasEnded {
            // More blocks after a final one (RFC 7692 7.2.3.4) are a new stream.
            unsafe inflateReset(stream)
            hasEnded = false
        }
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = UInt32(output.count)
        let result = unsafe CZlib.inflate(stream, Z_SYNC_FLUSH)
        guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { return .corrupt }
        hasEnded = result == Z_STREAM_END
        let produced = unsafe output.count - Int(stream.pointee.avail_out)
        guard produced > 0 else { return .good }
        return unsafe body(UnsafeBufferPointer(rebasing: output[..<produced])) ? .good : .stopped
    }
}
