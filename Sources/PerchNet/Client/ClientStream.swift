import Glibc

/// One outgoing connection as a pair of byte streams that are pulled and pushed, so that nothing is queued in between:
/// it reads only when asked, and a write ends when the system has taken all of it.
///
/// One reader and one writer at a time. It stays open until `close()`, which every scope that made one calls.
actor ClientStream: PollTarget {
    nonisolated let loop: Loop
    nonisolated let address: ListenAddress
    private let socket: Socket
    private var isOpen = true
    private var poll: PollHandle?
    private var reader: Waiter?
    private var writer: Waiter?
    private var lastWaiter = 0

    /// Someone who waits for the descriptor, with a number so that late time-outs and cancellations miss the next one.
    private struct Waiter {
        let number: Int
        /// A writer who stops when the peer says something, because it may be an answer that makes the rest needless.
        let yieldsToInput: Bool
        let timer: LoopTimer?
        let continuation: CheckedContinuation<Wake, Never>
    }

    private enum Wake {
        case ready, input, timedOut, cancelled, closed
    }

    private enum Side {
        case read, write
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.asUnownedSerialExecutor() }

    private init(loop: Loop, address: ListenAddress, socket: Socket) {
        self.loop = loop
        self.address = address
        self.socket = socket
    }

    // MARK: connecting

    /// Connects to the first address of the host that answers. Any thread.
    static func connect(
        to address: ListenAddress, on loop: Loop, within milliseconds: UInt64
    ) async throws(ClientError) -> ClientStream {
        var last = ClientError.unknownHost(address.host)
        for candidate in try await Resolver.resolve(address, on: loop) {
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
            let socket = Socket(descriptor: Glibc.socket(candidate.family, kind, 0))
            guard socket.descriptor >= 0 else { throw .failed(address, errno) }
            let stream = ClientStream(loop: loop, address: address, socket: socket)
            do throws(ClientError) {
                try await stream.connect(candidate, within: milliseconds)
                return stream
            } catch {
                await stream.close()
                if error == .cancelled { throw error }
                last = error
            }
        }
        throw last
    }

    /// The same streams over a connection that was accepted. Any thread.
    static func adopt(_ socket: Socket, from address: ListenAddress, on loop: Loop) async throws(ClientError)
        -> ClientStream
    {
        let stream = ClientStream(loop: loop, address: address, socket: socket)
        try await stream.watch()
        return stream
    }

    private func watch() throws(ClientError) {
        do { poll = try PollHandle(loop: loop, descriptor: socket.descriptor, target: self) } catch {
            throw .failed(address, -error.code)
        }
        socket.sendAtOnce()
    }

    private func connect(_ candidate: SocketAddress, within milliseconds: UInt64) async throws(ClientError) {
        try watch()
        var target = candidate
        let length = target.length
        let result = unsafe target.withMutablePointer { pointer, _ in
            unsafe Glibc.connect(socket.descriptor, pointer, length)
        }
        if result == 0 { return }
        guard errno == EINPROGRESS else { throw failure(errno) }
        try await ready(.write, within: milliseconds, or: .connecting)
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        unsafe getsockopt(socket.descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        guard code == 0 else { throw failure(code) }
    }

    private func failure(_ code: Int32) -> ClientError {
        code == ECONNREFUSED ? .refused(address) : .failed(address, code)
    }

    // MARK: bytes

    /// Whether the connection is still there and silent, as an idle one must be to be used again.
    func isIdle() -> Bool {
        guard isOpen else { return false }
        return unsafe socket.read(into: UnsafeMutableRawBufferPointer(rebasing: loop.core.readBuffer[..<1]))
            == .wouldBlock
    }

    /// The next bytes; nil when the peer sends no more.
    func read(within milliseconds: UInt64?, or wait: ClientError.Wait) async throws(ClientError) -> [UInt8]? {
        while true {
            guard isOpen else { throw .closed }
            switch unsafe socket.read(into: loop.core.readBuffer) {
            case .moved(let count): return unsafe [UInt8](loop.core.readBuffer[..<count])
            case .ended: return nil
            case .failed(let code): throw .failed(address, code)
            case .wouldBlock: try await ready(.read, within: milliseconds, or: wait)
            }
        }
    }

    /// Sends bytes; returns when the system has taken all of them, or, when the write `yieldsToInput`, when the peer
    /// speaks while it takes no more: false then.
    @discardableResult
    func write(
        _ bytes: [UInt8], within milliseconds: UInt64, yieldsToInput: Bool = false
    ) async throws(ClientError) -> Bool {
        var sent = 0
        while sent < bytes.count {
            guard isOpen else { throw .closed }
            let outcome = unsafe bytes.withUnsafeBytes { all in
                unsafe socket.write(UnsafeRawBufferPointer(rebasing: all[sent...]))
            }
            switch outcome {
            case .moved(let count): sent += count
            case .ended, .wouldBlock:
                let goesOn = try await ready(.write, within: milliseconds, or: .answering, yieldsToInput: yieldsToInput)
                guard goesOn else { return false }
            case .failed(let code): throw .failed(address, code)
            }
        }
        return true
    }

    /// Ends the connection; whoever waits hears of it. A second call does nothing.
    func close() {
        guard isOpen else { return }
        isOpen = false
        poll?.close()
        poll = nil
        socket.close()
        for side in [Side.read, .write] { wake(side, number: nil, .closed) }
    }

    // MARK: waiting

    /// Waits for one side; false when a writer yields to input.
    @discardableResult
    private func ready(
        _ side: Side, within milliseconds: UInt64?, or wait: ClientError.Wait, yieldsToInput: Bool = false
    ) async throws(ClientError) -> Bool {
        lastWaiter += 1
        let number = lastWaiter
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // An end or a cancellation that came before the waiter was there has found nobody.
                guard isOpen else { return continuation.resume(returning: Wake.closed) }
                guard !Task.isCancelled else { return continuation.resume(returning: .cancelled) }
                let timer = milliseconds.map { limit in
                    loop.schedule(afterMilliseconds: limit) { self.wakeLater(side, number, .timedOut) }
                }
                set(
                    side, Waiter(number: number, yieldsToInput: yieldsToInput, timer: timer, continuation: continuation)
                )
            }
        } onCancel: {
            loop.execute { self.wakeLater(side, number, .cancelled) }
        }
        switch outcome {
        case .ready: return true
        case .input: return false
        case .timedOut: throw .timedOut(wait)
        case .cancelled: throw .cancelled
        case .closed: throw .closed
        }
    }

    private func set(_ side: Side, _ waiter: Waiter?) {
        switch side {
        case .read: reader = waiter
        case .write: writer = waiter
        }
        poll?.watch(readable: reader != nil || writer?.yieldsToInput == true, writable: writer != nil)
    }

    private func wake(_ side: Side, number: Int?, _ wake: Wake) {
        guard let waiter = side == .read ? reader : writer, number == nil || number == waiter.number else { return }
        set(side, nil)
        waiter.timer?.cancel()
        waiter.continuation.resume(returning: wake)
    }

    private nonisolated func wakeLater(_ side: Side, _ number: Int, _ reason: Wake) {
        assumeIsolated { $0.wake(side, number: number, reason) }
    }

    nonisolated func pollReady(readable: Bool, writable: Bool, failed: Bool) {
        assumeIsolated { stream in
            // A failure is told by the read or write that follows.
            if readable || failed { stream.wake(.read, number: nil, .ready) }
            if writable || failed { stream.wake(.write, number: nil, .ready) }
            if readable, stream.writer?.yieldsToInput == true { stream.wake(.write, number: nil, .input) }
        }
    }
}
