import Glibc

/// What is spoken on a connection; all calls come on the connection's loop.
protocol ConnectionDriver: AnyObject {
    /// Bytes came; the memory is the loop's and valid only within the call.
    func received(_ bytes: UnsafeRawBufferPointer)
    /// The peer sends nothing more, though it may still read.
    func peerFinished()
    /// Everything written has been accepted by the system.
    func drained()
    /// The loop's coarse clock has ticked.
    func tick(now: UInt64)
    /// The connection is gone; the last call.
    func closed()
    /// The server ends: finish what is under way, begin nothing new.
    func shutDown()
}

/// One accepted socket on its loop: reads into the loop's buffer, writes what it can at once and the rest when possible.
///
/// Confined to the loop's thread. The driver decides what the bytes mean and can be replaced when the protocol changes.
///
/// `@unchecked Sendable`: only so that the closures of its loop may hold it; every use is on that loop.
final class Connection: PollTarget, @unchecked Sendable {
    let loop: Loop
    let peer: SocketAddress
    let listener: Int
    let socket: Socket
    var driver: (any ConnectionDriver)?
    /// Where the connection stands in its owner's list.
    var slot = 0
    private unowned let owner: ServerLoop
    private var poll: PollHandle?
    var output = OutputBuffer()
    /// Small writes of one turn, gathered in storage borrowed from the loop; nil when not gathering.
    var gathered: [UInt8]?
    /// The clock when bytes last left while others had to wait; 0 when nothing waits.
    private(set) var stalledSince: UInt64 = 0
    /// The channel this connection follows, if any.
    var attachment: ChannelAttachment?
    private(set) var isReading = true
    private var ending = Ending.open
    /// Set while someone wants to hear of writability though no bytes wait here (a file, a channel).
    var wantsWritable = false { didSet { if wantsWritable != oldValue { updateInterest() } } }

    private enum Ending {
        case open
        /// Close when everything is written.
        case flushing
        /// Written and said goodbye; what still comes is thrown away until the peer ends or the time is over (RFC 9112 9.6).
        case lingering(until: UInt64, budget: Int)
        case closed
    }

    init(loop: Loop, socket: Socket, peer: SocketAddress, listener: Int, owner: ServerLoop) throws(LoopError) {
        self.loop = loop
        self.socket = socket
        self.peer = peer
        self.listener = listener
        self.owner = owner
        poll = try PollHandle(loop: loop, descriptor: socket.descriptor, target: self)
        socket.sendAtOnce()
        socket.giveUp(afterMilliseconds: 30_000)
        updateInterest()
    }

    var isClosed: Bool { poll == nil }
    var isOpen: Bool { if case .open = ending { true } else { false } }

    /// Bytes that were written and that the system has not taken yet.
    var bufferedBytes: Int { output.count + (gathered?.count ?? 0) }

    func setReading(_ wanted: Bool) {
        guard wanted != isReading else { return }
        isReading = wanted
        updateInterest()
    }

    // MARK: events of the loop

    func pollReady(readable: Bool, writable: Bool, failed: Bool) {
        if failed { return close() }
        if writable { flush() }
        if readable { readSome() }
    }

    private func readSome() {
        let buffer = unsafe loop.core.readBuffer
        // A few rounds at most, so that one busy sender leaves the others their turn.
        for _ in 0..<4 where isReading && !isClosed {
            switch unsafe socket.read(into: buffer) {
            case .moved(let count):
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
                if case .lingering(let until, let budget) = ending {
                    guard budget > count else { return close() }
                    ending = .lingering(until: until, budget: budget - count)
                } else if isOpen {
                    unsafe driver?.received(bytes)
                }
                if count < buffer.count { return }
            case .wouldBlock: return
            case .ended:
                setReading(false)
                guard isOpen else { return close() }
                driver?.peerFinished()
                return
            case .failed: return close()
            }
        }
    }

    func tick(now: UInt64, stallLimit: UInt64) {
        if case .lingering(let until, _) = ending, now >= until { return close() }
        // A peer that accepts nothing for so long is gone or hostile.
        if stalledSince != 0, now >= stalledSince + stallLimit { return close() }
        if isOpen { driver?.tick(now: now) }
    }

    // MARK: writing

    /// Sends everything that waits, as far as the system takes it.
    func flush() {
        guard !isClosed else { return }
        if !output.isEmpty {
            switch output.flush(to: socket) {
            case .moved(let count): if count > 0 { stalledSince = loop.now }
            case .wouldBlock: break
            case .ended, .failed: return close()
            }
        }
        if output.isEmpty {
            stalledSince = 0
            if case .flushing = ending {
                linger()
            } else {
                attachment?.resume()
                driver?.drained()
            }
        } else {
            attachment?.block()
            if stalledSince == 0 { stalledSince = loop.now }
        }
        if !isClosed { updateInterest() }
    }

    /// Notes that a write besides this connection's own buffer was refused (or moved on), for the stall clock.
    func noteStall(_ stalled: Bool) { stalledSince = stalled ? (stalledSince == 0 ? loop.now : stalledSince) : 0 }

    func noteProgress() { if stalledSince != 0 { stalledSince = loop.now } }

    func updateInterest() {
        poll?.watch(readable: isReading, writable: !output.isEmpty || wantsWritable)
    }

    // MARK: ending

    /// Sends what waits, then closes in a way that does not cut off the last answer.
    func closeAfterFlush() {
        guard isOpen else { return }
        attachment?.detach()
        ending = .flushing
        if gathered == nil { flush() }
    }

    private func linger() {
        socket.finishWriting()
        if !isReading, peerHasFinished { return close() }
        ending = .lingering(until: loop.now + 2_000, budget: 1 << 20)
        setReading(true)
    }

    /// Set by drivers that were told `peerFinished` and went on: nothing is to be waited for when they end.
    var peerHasFinished = false

    /// Closes at once; what waits is lost. The driver hears of it.
    func close() {
        guard let open = poll else { return }
        poll = nil
        ending = .closed
        attachment?.detach()
        open.close()
        socket.close()
        output.removeAll()
        gathered = nil
        owner.remove(self)
        let last = driver
        driver = nil
        last?.closed()
    }
}
