import CLibuv
import Glibc

/// A one-shot timer with the kernel's precision, where libuv's have a millisecond's; confined to its loop.
final class PreciseTimer: PollTarget {
    private let descriptor: Int32
    private var poll: PollHandle?
    private let fire: () -> Void

    init(loop: Loop, _ fire: @escaping () -> Void) throws(LoopError) {
        descriptor = perch_timer_create()
        self.fire = fire
        guard descriptor >= 0 else { throw LoopError(call: "timerfd_create", code: -errno) }
        do { poll = try PollHandle(loop: loop, descriptor: descriptor, target: self) } catch {
            Glibc.close(descriptor)
            throw error
        }
        poll?.watch(readable: true, writable: false)
    }

    /// Fires once after so many nanoseconds, at the soonest possible moment when that is none. Replaces an earlier one.
    func arm(afterNanoseconds nanoseconds: UInt64) {
        let wait = max(nanoseconds, 1)
        var time = itimerspec()
        time.it_value.tv_sec = Int(wait / 1_000_000_000)
        time.it_value.tv_nsec = Int(wait % 1_000_000_000)
        unsafe timerfd_settime(descriptor, 0, &time, nil)
    }

    func pollReady(readable: Bool, writable: Bool, failed: Bool) {
        var expirations: UInt64 = 0
        let count = unsafe withUnsafeMutableBytes(of: &expirations) { unsafe read(descriptor, $0.baseAddress, 8) }
        if count == 8 { fire() }
    }

    func close() {
        guard let poll else { return }
        poll.close()
        self.poll = nil
        Glibc.close(descriptor)
    }
}
