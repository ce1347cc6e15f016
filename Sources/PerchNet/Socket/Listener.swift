import CLibuv
import Glibc

/// One listening socket on one loop; accepts as many connections as wait, and pauses when the system has no more to give.
final class Listener: PollTarget {
    private let loop: Loop
    private let socket: Socket
    private var poll: PollHandle?
    private var resume: LoopTimer?
    private let accept: (Socket, SocketAddress) -> Void

    /// Starts accepting at once. On the loop; takes over the socket.
    init(loop: Loop, socket: Socket, accept: @escaping (Socket, SocketAddress) -> Void) throws(LoopError) {
        self.loop = loop
        self.socket = socket
        self.accept = accept
        poll = try PollHandle(loop: loop, descriptor: socket.descriptor, target: self)
        poll?.watch(readable: true, writable: false)
    }

    func pollReady(readable: Bool, writable: Bool, failed: Bool) {
        // A bound, so that a flood of connections leaves the others their turn; the rest is reported again.
        for _ in 0..<64 {
            var address = SocketAddress()
            let new = unsafe address.withMutablePointer { unsafe perch_accept(socket.descriptor, $0, &$1) }
            if new >= 0 {
                accept(Socket(descriptor: new), address)
                if poll == nil { return }
                continue
            }
            if errno == EINTR || errno == ECONNABORTED { continue }
            if errno != EAGAIN { pause() }
            return
        }
    }

    /// Out of descriptors or memory: the waiting connection stays in the kernel's queue, so asking again at once would spin.
    private func pause() {
        poll?.watch(readable: false, writable: false)
        resume = loop.schedule(afterMilliseconds: 100) { [listener = LoopBound(self, on: loop)] in
            listener.value.poll?.watch(readable: true, writable: false)
        }
    }

    func close() {
        guard let poll else { return }
        poll.close()
        self.poll = nil
        resume?.cancel()
        socket.close()
    }

    /// A socket that listens on `address`, sharing the port with the other loops' sockets. Any thread.
    ///
    /// `probing` asks first without sharing, because a shared port would silently be shared with another program too.
    static func open(_ address: ListenAddress, probing: Bool) throws(ListenError) -> (Socket, port: UInt16) {
        var target = try address.resolve()
        if probing, address.port != 0 { try bound(&target, for: address, shared: false).close() }
        let socket = try bound(&target, for: address, shared: true)
        guard listen(socket.descriptor, 4_096) == 0 else {
            defer { socket.close() }
            throw failure("listen", address)
        }
        _ = unsafe target.withMutablePointer { unsafe getsockname(socket.descriptor, $0, &$1) }
        return (socket, target.port)
    }

    private static func bound(
        _ target: inout SocketAddress, for address: ListenAddress, shared: Bool
    ) throws(ListenError) -> Socket {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let socket = Socket(descriptor: Glibc.socket(target.family, kind, 0))
        guard socket.descriptor >= 0 else { throw failure("socket", address) }
        socket.set(SO_REUSEADDR, 1)
        if shared { socket.set(SO_REUSEPORT, 1) }
        let length = target.length
        let code = unsafe target.withMutablePointer { pointer, _ in unsafe bind(socket.descriptor, pointer, length) }
        guard code == 0 else {
            let error = failure("bind", address)
            socket.close()
            throw error
        }
        return socket
    }

    private static func failure(_ call: String, _ address: ListenAddress) -> ListenError {
        ListenError(address: address, reason: errno == EADDRINUSE ? .inUse : .system(call, errno))
    }
}
