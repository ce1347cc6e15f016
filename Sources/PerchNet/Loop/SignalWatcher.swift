import CLibuv
import Glibc

/// A signal of the operating system that a process can ask to hear of.
public enum ProcessSignal: Sendable, CaseIterable {
    /// Control-C.
    case interrupt
    /// The polite request to end.
    case terminate
    /// The terminal is gone; by custom, read the configuration again.
    case hangUp

    var number: Int32 {
        switch self {
        case .interrupt: SIGINT
        case .terminate: SIGTERM
        case .hangUp: SIGHUP
        }
    }
}

/// Hears one signal of the process, on a loop.
///
/// `@unchecked Sendable`: the handle is touched on the loop only; `cancel` from elsewhere goes there first.
@safe
public final class SignalWatcher: @unchecked Sendable {
    private unowned let loop: Loop
    private var handle: UnsafeMutablePointer<uv_signal_t>?
    private let body: @Sendable () -> Void

    init(_ signal: ProcessSignal, on loop: Loop, _ body: @escaping @Sendable () -> Void) {
        self.loop = loop
        self.body = body
        let handle = unsafe allocateHandle(uv_signal_t.self)
        unsafe self.handle = handle
        unsafe uv_signal_init(loop.uv, handle)
        // Retained until cancelled.
        unsafe handle.pointee.data = Unmanaged.passRetained(self).toOpaque()
        unsafe uv_signal_start(
            handle,
            { handle, _ in
                guard let data = unsafe handle?.pointee.data else { return }
                unsafe Unmanaged<SignalWatcher>.fromOpaque(data).takeUnretainedValue().body()
            }, signal.number)
    }

    /// Hears no more; the signal then does what it does by default. Any thread.
    public func cancel() {
        guard loop.isCurrent else { return loop.execute { self.cancel() } }
        guard let open = unsafe handle else { return }
        unsafe handle = nil
        unsafe closeHandle(open)
        unsafe Unmanaged.passUnretained(self).release()
    }
}

extension Loop {
    /// Runs `body` on the loop at each such signal, instead of what the signal does by default. Any thread; it is heard
    /// when this returns.
    public func onSignal(_ signal: ProcessSignal, _ body: @escaping @Sendable () -> Void) async -> SignalWatcher {
        await run { SignalWatcher(signal, on: self, body) }
    }

    /// The signals as they come, at most so many kept unread; hears no more when the sequence is dropped.
    public func signals(_ wanted: [ProcessSignal]) async -> AsyncStream<ProcessSignal> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ProcessSignal.self, bufferingPolicy: .bufferingNewest(8))
        var watchers: [SignalWatcher] = []
        for signal in wanted {
            watchers.append(await onSignal(signal) { continuation.yield(signal) })
        }
        continuation.onTermination = { [watchers] _ in
            for watcher in watchers { watcher.cancel() }
        }
        return stream
    }
}
