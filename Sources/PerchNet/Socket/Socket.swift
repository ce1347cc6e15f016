import CLibuv
import Glibc

/// What became of a read or a write that does not wait.
enum Transfer: Equatable {
    case moved(Int)
    /// Nothing can be moved now; wait until the descriptor is ready.
    case wouldBlock
    /// The peer has sent its last byte (reads only).
    case ended
    case failed(Int32)
}

/// The system calls on one stream socket that never waits; a number, owned by whoever holds it.
struct Socket: Sendable {
    let descriptor: Int32

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
        while true {
            let count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { return .moved(count) }
            if count == 0 { return .ended }
            if errno != EINTR { return outcome(of: errno) }
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer) -> Transfer {
        while true {
            let count = unsafe send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return .moved(count) }
            if errno != EINTR { return outcome(of: errno) }
        }
    }

    func write(_ vectors: UnsafeMutableBufferPointer<iovec>) -> Transfer {
        var message = unsafe msghdr()
        unsafe message.msg_iov = vectors.baseAddress
        unsafe message.msg_iovlen = vectors.count
        while true {
            let count = unsafe sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
            if count >= 0 { return .moved(count) }
            if errno != EINTR { return outcome(of: errno) }
        }
    }

    /// Sends a stretch of a file without copying it through this process.
    func write(file: Int32, offset: Int, count: Int) -> Transfer {
        var position = off_t(offset)
        while true {
            let sent = unsafe sendfile(descriptor, file, &position, count)
            if sent >= 0 { return .moved(sent) }
            if errno != EINTR { return outcome(of: errno) }
        }
    }

    private func outcome(of code: Int32) -> Transfer {
        code == EAGAIN || code == EWOULDBLOCK ? .wouldBlock : .failed(code)
    }

    /// Tells the peer that nothing more will come.
    func finishWriting() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// Sends small messages at once instead of waiting for more (Nagle's algorithm off).
    func sendAtOnce() {
        var on: Int32 = 1
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Lets the system find a peer that acknowledges nothing of what was sent for so long.
    func giveUp(afterMilliseconds limit: Int32) {
        var limit = limit
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &limit, socklen_t(MemoryLayout<Int32>.size))
    }

    func set(_ option: Int32, _ value: Int32) {
        var value = value
        unsafe setsockopt(descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    func close() { _ = Glibc.close(descriptor) }
}
