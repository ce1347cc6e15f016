import CLibuv
import Glibc

/// The pieces of a channel from one cursor to the end, as the system wants them for one call; one set for a loop.
///
/// Valid while the window it was filled from is held; `clear` before that goes.
@safe
final class SendVectors {
    /// At most so many segments go in one call, so that one client that is far behind leaves the others their turn.
    private static let capacity = 8

    private let vectors = UnsafeMutableBufferPointer<iovec>.allocate(capacity: capacity)
    private var used = 0
    /// The cursor these are for; no cursor has the largest position.
    private(set) var start = Position.max
    private(set) var end = Position.max
    private(set) var count = 0

    deinit { unsafe vectors.deallocate() }

    func fill(from position: Position, _ window: Window) {
        used = 0
        count = 0
        unsafe window.forEachChunk(from: position) { chunk in
            unsafe vectors[used] = iovec(
                iov_base: UnsafeMutableRawPointer(mutating: chunk.baseAddress), iov_len: chunk.count)
            used += 1
            count += chunk.count
            return used < Self.capacity
        }
        start = position
        end = position + Position(count)
    }

    func send(to socket: Socket) -> Transfer {
        if used == 1 { return unsafe socket.write(UnsafeRawBufferPointer(start: vectors[0].iov_base, count: count)) }
        return unsafe socket.write(UnsafeMutableBufferPointer(rebasing: vectors[..<used]))
    }

    func clear() {
        used = 0
        start = .max
        end = .max
        count = 0
    }
}
