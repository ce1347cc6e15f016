import CLibuv
import Glibc

/// A timer of a loop, in milliseconds; its closure runs on the loop.
///
/// `@unchecked Sendable`: the handle is touched on the loop only; `cancel` from elsewhere goes there first.
@safe
public final class LoopTimer: @unchecked Sendable {
    private unowned let loop: Loop
    private var handle: UnsafeMutablePointer<uv_timer_t>?
    private var body: (@Sendable () -> Void)?
    private let repeats: Bool

    init(on loop: Loop, after: UInt64, every: UInt64?, _ body: @escaping @Sendable () -> Void) {
        self.loop = loop
        self.body = body
        repeats = every != nil
        let handle = unsafe allocateHandle(uv_timer_t.self)
        unsafe self.handle = handle
        unsafe uv_timer_init(loop.uv, handle)
        // Retained until the timer is cancelled or has fired for the last time.
        unsafe handle.pointee.data = Unmanaged.passRetained(self).toOpaque()
        unsafe uv_timer_start(handle, { unsafe LoopTimer.of($0)?.fire() }, after, every ?? 0)
    }

    /// Stops the timer; its closure will not run again when this was called on the loop. Any thread.
    public func cancel() {
        guard loop.isCurrent else { return loop.execute { self.cancel() } }
        guard let open = unsafe handle else { return }
        unsafe handle = nil
        body = nil
        unsafe Unmanaged.passUnretained(self).release()
        unsafe closeHandle(open)
    }

    private func fire() {
        let body = body
        if !repeats { cancel() }
        body?()
    }

    private static func of(_ handle: UnsafeMutablePointer<uv_timer_t>?) -> LoopTimer? {
        guard let data = unsafe handle?.pointee.data else { return nil }
        return unsafe Unmanaged<LoopTimer>.fromOpaque(data).takeUnretainedValue()
    }
}

extension Loop {
    /// Runs `body` on the loop after a time, and then every `every` when given. On the loop only.
    public func schedule(
        afterMilliseconds: UInt64, everyMilliseconds: UInt64? = nil, _ body: @escaping @Sendable () -> Void
    ) -> LoopTimer {
        checkIsolated()
        return LoopTimer(on: self, after: afterMilliseconds, every: everyMilliseconds, body)
    }
}

/// Memory for a libuv handle, from `malloc` so that whoever closes it may free it without knowing its type.
func allocateHandle<T>(_ type: T.Type) -> UnsafeMutablePointer<T> {
    guard let memory = unsafe calloc(1, MemoryLayout<T>.size) else { preconditionFailure("out of memory") }
    return unsafe memory.bindMemory(to: T.self, capacity: 1)
}

/// Closes a handle and frees it when libuv has let go of it.
func closeHandle<T>(_ handle: UnsafeMutablePointer<T>) {
    let plain = unsafe UnsafeMutableRawPointer(handle).assumingMemoryBound(to: uv_handle_t.self)
    unsafe plain.pointee.data = nil
    if unsafe uv_is_closing(plain) == 0 { unsafe uv_close(plain) { unsafe free($0) } }
}
