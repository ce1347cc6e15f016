internal import CWslay

/// wslay's frame context: takes the bytes of a frame as they come and hands out its payload, unmasked.
///
/// A context holds 4 KiB, so one exists only while a frame is in progress. It is fed exactly one frame at a time; at
/// the end of a frame it holds nothing of a connection and may serve another (see `WebSocketPool`).
@safe
final class FrameReader {
    private typealias Bytes = UnsafeBufferPointer<UInt8>

    private let context: wslay_frame_context_ptr
    /// What the callback may take; not empty only within a call of `begin` or `read`. Its address is wslay's user data.
    private let input: UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>

    init() {
        let input = UnsafeMutablePointer<Bytes>.allocate(capacity: 1)
        unsafe input.initialize(to: Bytes(start: nil, count: 0))
        var callbacks = wslay_frame_callbacks()
        unsafe callbacks.recv_callback = { memory, size, _, user in unsafe FrameReader.pull(memory, size, user) }
        var context: wslay_frame_context_ptr?
        let result = unsafe wslay_frame_context_init(&context, &callbacks, input)
        guard result == 0, let context = unsafe context else { preconditionFailure("no memory for a frame context") }
        unsafe self.context = context
        unsafe self.input = input
    }

    deinit {
        unsafe wslay_frame_context_free(context)
        unsafe input.deallocate()
    }

    /// Takes a complete header; false when wslay finds it malformed: a long or fragmented control frame, a length not
    /// in its shortest form or with its highest bit set (RFC 6455 5.2, 5.5).
    func begin(_ header: UnsafeBufferPointer<UInt8>) -> Bool {
        unsafe input.pointee = header
        var frame = unsafe wslay_frame_iocb()
        let result = unsafe wslay_frame_recv(context, &frame)
        return result == 0 || result == Int(WSLAY_ERR_WANT_READ.rawValue)
    }

    /// Takes payload bytes of the frame in progress, no more than it has, and hands them on unmasked until `body`
    /// returns false.
    func read(_ payload: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) {
        unsafe input.pointee = payload
        var delivered = 0
        while delivered < payload.count {
            var frame = unsafe wslay_frame_iocb()
            let count = unsafe wslay_frame_recv(context, &frame)
            guard count > 0 else { break }
            delivered += count
            guard unsafe body(UnsafeBufferPointer(start: frame.data, count: count)) else { break }
        }
        unsafe input.pointee = Bytes(start: nil, count: 0)
    }

    /// wslay asks for at most `size` bytes; nothing more to give is -1, which it takes as "come back later".
    private static func pull(_ memory: UnsafeMutablePointer<UInt8>?, _ size: Int, _ user: UnsafeMutableRawPointer?)
        -> Int
    {
        guard let memory = unsafe memory, let input = unsafe user?.assumingMemoryBound(to: Bytes.self) else {
            return -1
        }
        let count = unsafe min(size, input.pointee.count)
        guard count > 0, let start = unsafe input.pointee.baseAddress else { return -1 }
        unsafe memory.update(from: start, count: count)
        unsafe input.pointee = Bytes(rebasing: input.pointee.dropFirst(count))
        return count
    }
}
