import Glibc

/// The clients of one loop that follow one channel, as an array of cursors that a sweep walks through.
///
/// The walk does not allocate, hash or count references: the vectors of what is to be sent are made once for each
/// distinct cursor, and nearly all cursors are the same. Confined to the loop.
@safe
final class FollowerGroup {
    struct Cursor {
        /// Always a frame boundary.
        var position: Position
        let socket: Socket
        /// Not swept: its own bytes wait for the socket, or the socket takes no more.
        var isBlocked = false
        /// Not counted: the attachment removes its cursor before it goes.
        unowned(unsafe) let owner: ChannelAttachment
    }

    private unowned let sweeper: Sweeper
    var subscription: ChannelSubscription?
    private(set) var cursors: [Cursor] = []
    private var vectors: SendVectors

    init(sweeper: Sweeper) {
        self.sweeper = sweeper
        vectors = sweeper.loop.core.vectors
    }

    func add(_ owner: ChannelAttachment, _ socket: Socket, at position: Position) -> Int {
        cursors.append(Cursor(position: position, socket: socket, owner: owner))
        return cursors.count - 1
    }

    func remove(_ slot: Int) {
        cursors.swapAt(slot, cursors.count - 1)
        unsafe cursors[slot].owner.slot = slot
        cursors.removeLast()
        if cursors.isEmpty { sweeper.dissolve(self) }
    }

    func isBlocked(_ slot: Int) -> Bool { cursors[slot].isBlocked }

    func block(_ slot: Int) { cursors[slot].isBlocked = true }

    func position(_ slot: Int) -> Position { cursors[slot].position }

    /// Sends every client what it lacks, as far as its socket takes it.
    func sweep() {
        guard let window = subscription?.takeWindow() else { return }
        var troubled: [ChannelAttachment] = []
        var isBehind = false
        vectors.clear()
        for slot in cursors.indices {
            let position = cursors[slot].position
            if cursors[slot].isBlocked || position == window.end { continue }
            if window.hasLost(position) {
                unsafe troubled.append(cursors[slot].owner)
                continue
            }
            if vectors.start != position { vectors.fill(from: position, window) }
            let outcome = vectors.send(to: cursors[slot].socket)
            if outcome == .moved(vectors.count) {
                cursors[slot].position = vectors.end
                if vectors.end != window.end { isBehind = true }
            } else if !take(outcome, slot, window) {
                unsafe troubled.append(cursors[slot].owner)
            }
        }
        vectors.clear()
        if isBehind { sweeper.again(self) }
        for attachment in troubled { attachment.trouble() }
    }

    /// Sends one client what it lacks; false when it has lost its place or its connection.
    func pump(_ slot: Int) -> Bool {
        guard let window = subscription?.channel.window() else { return true }
        cursors[slot].isBlocked = false
        defer { vectors.clear() }
        while true {
            let position = cursors[slot].position
            if position == window.end { return true }
            if window.hasLost(position) { return false }
            vectors.fill(from: position, window)
            let outcome = vectors.send(to: cursors[slot].socket)
            guard outcome == .moved(vectors.count) else { return take(outcome, slot, window) }
            cursors[slot].position = vectors.end
        }
    }

    /// The socket took less than everything: the rest of the frame it is in becomes the connection's own affair, so that
    /// the cursor stays on a boundary. False when the connection is lost.
    private func take(_ outcome: Transfer, _ slot: Int, _ window: Window) -> Bool {
        let sent: Position
        switch outcome {
        case .moved(let count): sent = cursors[slot].position + Position(count)
        case .wouldBlock: sent = cursors[slot].position
        case .ended, .failed: return false
        }
        let boundary = window.boundary(atOrAfter: sent)
        cursors[slot].isBlocked = true
        cursors[slot].position = boundary
        unsafe cursors[slot].owner.wait(with: sent < boundary ? window.bytes(from: sent, to: boundary) : [])
        return true
    }
}
