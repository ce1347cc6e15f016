import CLibuv
import Glibc

/// Looks whether an address could be listened on, without ever answering there.
public enum PortProbe: Sendable {
    /// Throws what stands in the way; another listener does, also one that would share the port.
    public static func check(_ address: ListenAddress) throws(ListenError) {
        var target = try address.resolve()
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = Socket(descriptor: Glibc.socket(target.family, kind, 0))
        guard socket.descriptor >= 0 else { throw ListenError(address: address, reason: .system("socket", errno)) }
        defer { socket.close() }
        socket.set(SO_REUSEADDR, 1)
        let length = target.length
        let result = unsafe target.withMutablePointer { pointer, _ in unsafe bind(socket.descriptor, pointer, length) }
        // Two sockets may be bound to one address as long as only one listens.
        guard result == 0, listen(socket.descriptor, 1) == 0 else {
            throw ListenError(address: address, reason: errno == EADDRINUSE ? .inUse : .system("bind", errno))
        }
    }
}
