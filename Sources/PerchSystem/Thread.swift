import Glibc
import Synchronization

/// Why a thread could not be started.
public struct ThreadError: Error, Equatable, Sendable {
    /// The number `pthread_create` answered with.
    public let code: Int32
}

/// One named operating system thread that runs a closure to its end.
public final class SystemThread: Sendable {
    private let handle: pthread_t
    private let joined = Mutex(false)

    /// Starts a thread at once. Throws when the system has no more threads to give.
    ///
    /// The name is cut to 15 bytes, all that Linux shows. The thread lives until `body` returns, whether this value is kept or not.
    public init(name: String, stackBytes: Int = 1 << 20, _ body: @escaping @Sendable () -> Void) throws(ThreadError) {
        let start = ThreadStart(name: name, body: body)
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, max(stackBytes, 64 << 10))
        var thread = pthread_t()
        // The retain is taken back by the first line of the new thread, or below when there is none.
        let retained = unsafe Unmanaged.passRetained(start)
        let code = unsafe pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let start = unsafe Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
                SystemThread.nameCurrent(start.name)
                start.body()
                return nil
            }, retained.toOpaque())
        guard code == 0 else {
            unsafe retained.release()
            throw ThreadError(code: code)
        }
        handle = thread
    }

    deinit {
        if !joined.withLock({ $0 }) { pthread_detach(handle) }
    }

    /// Waits, blocking, until the thread's closure has returned. Not from the thread itself; a second call does nothing.
    public func join() {
        let first = joined.withLock { done in
            defer { done = true }
            return !done
        }
        if first { pthread_join(handle, nil) }
    }

    /// Whether the caller runs on this thread.
    public var isCurrent: Bool { pthread_equal(pthread_self(), handle) != 0 }

    /// Names the calling thread, as `top -H` and debuggers show it.
    public static func nameCurrent(_ name: String) {
        // `pthread_setname_np` is a GNU extension the Glibc module hides; the kernel's own file does the same.
        let file = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        let short = Array(name.utf8.prefix(15))
        _ = unsafe short.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
        close(file)
    }

    /// How many processors this process may run on, at least one.
    public static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

private final class ThreadStart: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}
