import CLibuv
import Glibc

/// Whoever wants to know when a descriptor can be read or written.
protocol PollTarget: AnyObject {
    /// On the loop. `failed` means the descriptor reported an error or a hang-up.
    func pollReady(readable: Bool, writable: Bool, failed: Bool)
}

/// One descriptor watched by a loop; confined to the loop's thread.
@safe
final class PollHandle {
    private var handle: UnsafeMutablePointer<uv_poll_t>?
    private var target: (any PollTarget)?
    private var events: Int32 = 0

    init(loop: Loop, descriptor: Int32, target: any PollTarget) throws(LoopError) {
        let new = unsafe allocateHandle(uv_poll_t.self)
        let code = unsafe uv_poll_init(loop.uv, new, descriptor)
        guard code == 0 else {
            unsafe free(new)
            throw LoopError(call: "uv_poll_init", code: code)
        }
        unsafe handle = new
        self.target = target
        // Unretained: `close` clears it, and the owner closes before it lets go.
        unsafe new.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit { unsafe assert(handle == nil, "a watched descriptor was dropped without being closed") }

    func watch(readable: Bool, writable: Bool) {
        let wanted = (readable ? Int32(UV_READABLE.rawValue) : 0) | (writable ? Int32(UV_WRITABLE.rawValue) : 0)
        guard let handle = unsafe handle, wanted != events else { return }
        events = wanted
        guard wanted != 0 else { return unsafe _ = uv_poll_stop(handle) }
        unsafe uv_poll_start(handle, wanted) { handle, status, ready in
            guard let data = unsafe handle?.pointee.data else { return }
            let poll = unsafe Unmanaged<PollHandle>.fromOpaque(data).takeUnretainedValue()
            poll.target?.pollReady(
                readable: ready & Int32(UV_READABLE.rawValue) != 0, writable: ready & Int32(UV_WRITABLE.rawValue) != 0,
                failed: status < 0)
        }
    }

    /// Stops watching; the owner closes the descriptor itself, after this.
    func close() {
        guard let open = unsafe handle else { return }
        unsafe handle = nil
        target = nil
        unsafe uv_poll_stop(open)
        unsafe closeHandle(open)
    }
}
