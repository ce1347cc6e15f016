import PerchDialects
import PerchHub
import PerchModel
import PerchNet
import PerchTesting
import Synchronization

@testable import PerchServer

/// A client without a connection: keeps what it is sent, and takes it at once or when it is told to.
final class FakeOutlet: Outlet {
    private struct State {
        var isOpen = true
        var waiting = 0
        var seqs: [Seq?] = []
        var frames: [UInt8] = []
        var place: (channel: Channel, position: Position)?
        var reading: [ChannelSubscription] = []
        var whenDetached: (@Sendable () -> Void)?
    }

    let loop: Loop
    let drains = DrainSignal()
    let framing = Framing.eventStream(chunked: false)
    /// One for each message that was sent.
    let messages: AsyncStream<Void>
    private let sent: AsyncStream<Void>.Continuation
    private let isSlow: Bool
    private let state = Mutex(State())

    init(_ loop: Loop, isSlow: Bool = false) {
        self.loop = loop
        self.isSlow = isSlow
        (messages, sent) = AsyncStream.makeStream(of: Void.self)
    }

    var isOpen: Bool { state.withLock { $0.isOpen } }
    var waitingBytes: Int { state.withLock { $0.waiting } }
    var seqs: [Seq?] { state.withLock { $0.seqs } }
    /// Frames of channels that were sent to it as its own.
    var frames: [UInt8] { state.withLock { $0.frames } }
    var place: (channel: Channel, position: Position)? { state.withLock { $0.place } }

    var position: Position? { place?.position }

    func send(_ message: Message) {
        state.withLock { state in
            state.seqs.append(message.seq)
            if isSlow { state.waiting += message.bytes.count }
        }
        sent.yield()
    }

    func send(frames: [UInt8]) {
        state.withLock { $0.frames += frames }
        sent.yield()
    }

    func attach(_ channel: Channel, at position: Position) {
        // Read by nobody, a channel would be let go of on a machine that is slow.
        let reading = channel.subscribe(Sleeper.one)
        state.withLock { state in
            state.place = (channel, position)
            state.reading.append(reading)
        }
    }
    func detach() { state.withLock { $0.whenDetached }?() }
    func close(_ error: PerchError) { leave() }
    func close(_ code: UInt16, reason: String) { leave() }

    func whenDetached(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.whenDetached = body } }

    /// Takes everything that was sent; on its loop.
    func take() {
        state.withLock { $0.waiting = 0 }
        drains.fire()
    }

    /// Goes away; on its loop.
    func leave() {
        state.withLock { $0.isOpen = false }
        drains.fire()
    }
}
