import CLibuv
import Glibc
import PerchSystem
import Synchronization

/// One libuv event loop on a thread of its own, usable as the executor of actors and tasks.
///
/// Sockets, timers and jobs of one loop run one after another on its thread, so what is confined to it needs no lock.
/// A loop must outlive every task and actor that runs on it: stop loops last.
///
/// `@unchecked Sendable`: `inbox` is a mutex, `thread` an atomic, the pointers are set once in `init`, and what they
/// point at and `core` are touched by the loop's thread only, save `uv_async_send`, which libuv allows from any.
@safe
public final class Loop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// The name of the loop's thread.
    public let name: String

    let uv: UnsafeMutablePointer<uv_loop_t>
    let waker: UnsafeMutablePointer<uv_async_t>
    let inbox = Mutex(Inbox())
    let thread = Atomic<UInt>(0)
    let core = LoopCore()
    private let stopping = Mutex<SystemThread?>(nil)

    /// Starts a loop on a new thread. Throws when the system has no thread or descriptor left.
    ///
    /// `tickMilliseconds` is how often time-outs of connections are looked at; tests shorten it.
    public init(name: String = "perch-loop", tickMilliseconds: UInt64 = 250) throws(LoopError) {
        _ = Loop.ignoreBrokenPipes
        self.name = name
        unsafe uv = .allocate(capacity: 1)
        unsafe waker = .allocate(capacity: 1)
        try LoopError.check(unsafe uv_loop_init(uv), "uv_loop_init")
        try LoopError.check(
            unsafe uv_async_init(uv, waker) { handle in unsafe Loop.of(handle?.pointee.loop)?.drain() }, "uv_async_init"
        )
        // Unretained: the thread below holds the loop for as long as libuv runs.
        unsafe uv.pointee.data = Unmanaged.passUnretained(self).toOpaque()
        do {
            let ready = DispatchGate()
            let started = try SystemThread(name: name) { [self] in
                self.run(tickMilliseconds: tickMilliseconds) { ready.open() }
            }
            stopping.withLock { $0 = started }
            ready.wait()
        } catch { throw LoopError(call: "pthread_create", code: -error.code) }
    }

    /// Stops the loop and waits, blocking, for its thread. Not from the loop itself; a second call does nothing.
    ///
    /// Handles still open are closed; jobs that come later are a programming error.
    public func stop() {
        precondition(!isCurrent, "a loop cannot wait for itself")
        guard let running = stopping.withLock({ $0.take() }) else { return }
        execute { [self] in unsafe uv_stop(self.uv) }
        running.join()
    }

    /// Whether the caller runs on this loop's thread.
    public var isCurrent: Bool {
        thread.load(ordering: .relaxed) == UInt(pthread_self())
    }

    /// Milliseconds of a steady clock, as of the start of this turn of the loop. Only on the loop.
    var now: UInt64 { unsafe uv_now(uv) }

    private func run(tickMilliseconds: UInt64, started: () -> Void) {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        startPrepare()
        core.startTicking(on: self, every: tickMilliseconds)
        started()
        _ = unsafe uv_run(uv, UV_RUN_DEFAULT)
        closeEverything()
    }

    /// Drains what on-loop callers enqueued before the loop may go to sleep.
    private func startPrepare() {
        let prepare = UnsafeMutablePointer<uv_prepare_t>.allocate(capacity: 1)
        unsafe uv_prepare_init(uv, prepare)
        unsafe uv_prepare_start(prepare) { handle in unsafe Loop.of(handle?.pointee.loop)?.drain() }
    }

    private func closeEverything() {
        core.stop()
        drain()
        // The waker goes now: nobody may touch it again.
        inbox.withLock { ($0.closing, $0.signalled) = (true, true) }
        unsafe uv_walk(
            uv,
            { handle, _ in
                guard let handle = unsafe handle, unsafe uv_is_closing(handle) == 0 else { return }
                unsafe uv_close(handle) { unsafe free($0) }
            }, nil)
        _ = unsafe uv_run(uv, UV_RUN_DEFAULT)
        drain()
        inbox.withLock { $0.closed = true }
        thread.store(0, ordering: .relaxed)
        let code = unsafe uv_loop_close(uv)
        assert(code == 0, "a handle outlived its loop")
        unsafe uv.deallocate()
    }

    static func of(_ uv: UnsafeMutablePointer<uv_loop_t>?) -> Loop? {
        guard let data = unsafe uv?.pointee.data else { return nil }
        return unsafe Unmanaged<Loop>.fromOpaque(data).takeUnretainedValue()
    }

    /// A peer that is gone is an error of the write, not the end of the process.
    private static let ignoreBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}

/// A door that a starting thread waits at.
@safe
private final class DispatchGate: Sendable {
    private nonisolated(unsafe) let semaphore: UnsafeMutablePointer<uv_sem_t>

    init() {
        unsafe semaphore = .allocate(capacity: 1)
        unsafe uv_sem_init(semaphore, 0)
    }

    deinit {
        unsafe uv_sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    func open() { unsafe uv_sem_post(semaphore) }
    func wait() { unsafe uv_sem_wait(semaphore) }
}

/// A call of libuv or the system that failed.
public struct LoopError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The call that failed.
    public let call: String
    /// libuv's number for the failure, negative.
    public let code: Int32

    /// What failed and why, in one sentence.
    public var description: String {
        "\(call) failed: \(unsafe String(cString: uv_strerror(code)))"
    }

    static func check(_ code: Int32, _ call: String) throws(LoopError) {
        if code < 0 { throw LoopError(call: call, code: code) }
    }
}
