import PerchDialects
import PerchHub
import PerchModel
import PerchNet
import Synchronization

/// A client's connection as its session sees it, whatever it is framed by. To be used on the connection's loop only.
protocol Outlet: Sendable {
    /// The loop the client lives on.
    var loop: Loop { get }
    /// How frames of a channel must be made for this client.
    var framing: Framing { get }
    /// Whether the client is still there.
    var isOpen: Bool { get }
    /// Bytes that were sent and not taken yet.
    var waitingBytes: Int { get }
    /// How far the client has been served of the channel it follows.
    var position: Position? { get }
    /// Tells when nothing waits any more.
    var drains: DrainSignal { get }
    /// Sends one message.
    func send(_ message: Message)
    /// Sends frames that are encoded already.
    func send(frames: [UInt8])
    /// Sends from a channel whatever comes after a position.
    func attach(_ channel: Channel, at position: Position)
    /// Sends from no channel any more.
    func detach()
    /// Ends the connection for this reason.
    func close(_ error: PerchError)
    /// Ends the connection with a close code and a sentence, as far as its framing has them.
    func close(_ code: UInt16, reason: String)
}

extension Outlet {
    /// Above so many waiting bytes a client is waited for before it is sent more.
    private static var enough: Int { 256 << 10 }

    /// Sends one of many messages, at the pace the client takes them.
    func deliver(_ message: Message) async {
        send(message)
        if waitingBytes > Self.enough { await drained() }
    }

    /// Returns when what was sent has been taken, or the client is gone.
    func drained() async {
        await drains.wait { isOpen && waitingBytes > 0 }
    }
}

/// Whoever waits until a client has taken what was sent to it; on the client's loop.
final class DrainSignal: Sendable {
    private let waiters = Mutex<[CheckedContinuation<Void, Never>]>([])

    /// Returns at the next signal, or at once where there is nothing to wait for. That is looked at in the very moment in which the wait
    /// begins: a caller may be suspended before, and the signal come in between.
    func wait(while isNeeded: () -> Bool) async {
        guard isNeeded() else { return }
        await withCheckedContinuation { continuation in
            guard isNeeded() else { return continuation.resume() }
            waiters.withLock { $0.append(continuation) }
        }
    }

    func fire() {
        let waiting = waiters.withLock { waiters in
            defer { waiters = [] }
            return waiters
        }
        for waiter in waiting { waiter.resume() }
    }
}
