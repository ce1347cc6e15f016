import PerchHub
import PerchModel
import PerchNet
import Synchronization

/// A client's connection as the native protocol sees it, whatever it is framed by. To be used on the connection's loop only.
protocol Outlet: Sendable {
    /// The loop the client lives on.
    var loop: Loop { get }
    /// How frames of a channel must be made for this client.
    var framing: Framing { get }
    /// Whether the client is still there.
    var isOpen: Bool { get }
    /// Bytes that were sent and not taken yet.
    var waitingBytes: Int { get }
    /// Tells when nothing waits any more.
    var drains: DrainSignal { get }
    /// Sends one message; the seq is that of the event it tells of, if it tells of one.
    func send(_ message: [UInt8], seq: Seq?)
    /// Sends from a channel whatever comes after a position.
    func attach(_ channel: Channel, at position: Position)
    /// Sends from no channel any more.
    func detach()
    /// Ends the connection for this reason.
    func close(_ error: PerchError)
}

extension Outlet {
    /// Above so many waiting bytes a client is waited for before it is sent more.
    private static var enough: Int { 256 << 10 }

    /// Sends one of many messages, at the pace the client takes them.
    func deliver(_ message: [UInt8], seq: Seq?) async {
        send(message, seq: seq)
        if waitingBytes > Self.enough { await drained() }
    }

    /// Returns when what was sent has been taken, or the client is gone.
    func drained() async {
        if isOpen, waitingBytes > 0 { await drains.wait() }
    }
}

/// Whoever waits until a client has taken what was sent to it; on the client's loop.
final class DrainSignal: Sendable {
    private let waiters = Mutex<[CheckedContinuation<Void, Never>]>([])

    func wait() async {
        await withCheckedContinuation { continuation in waiters.withLock { $0.append(continuation) } }
    }

    func fire() {
        let waiting = waiters.withLock { waiters in
            defer { waiters = [] }
            return waiters
        }
        for waiter in waiting { waiter.resume() }
    }
}
