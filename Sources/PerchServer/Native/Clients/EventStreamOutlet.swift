import PerchHub
import PerchModel
import PerchNet

/// An event stream as an outlet: one event a message, with the seq as its id.
struct EventStreamOutlet: Outlet {
    let session: EventStreamSession
    let drains = DrainSignal()

    var loop: Loop { session.loop }
    var framing: Framing { .eventStream }
    var isOpen: Bool { session.isOpen }
    var waitingBytes: Int { session.bufferedBytes }

    func send(_ message: [UInt8], seq: Seq?) {
        session.send(OutgoingEvent(id: seq.map(String.init), data: message))
    }

    func attach(_ channel: Channel, at position: Position) { session.attach(channel, at: position) }

    func detach() { session.detach() }

    func close(_ error: PerchError) {
        session.send(OutgoingEvent(event: "error", data: error.body))
        session.close()
    }
}
