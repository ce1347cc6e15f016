import PerchDialects
import PerchHub
import PerchModel
import PerchNet

/// An event stream as an outlet: one event a message, with the seq as its id.
struct EventStreamOutlet: Outlet {
    let session: EventStreamSession
    let drains = DrainSignal()

    var loop: Loop { session.loop }
    var framing: Framing { .eventStream(chunked: session.isChunked) }
    var isOpen: Bool { session.isOpen }
    var waitingBytes: Int { session.bufferedBytes }
    var position: Position? { session.position }

    func send(_ message: Message) {
        session.send(OutgoingEvent(id: message.seq.map(String.init), event: message.name, data: Array(message.bytes)))
    }

    func send(frames: [UInt8]) { session.send(frame: frames) }

    func attach(_ channel: Channel, at position: Position) { session.attach(channel, at: position) }

    func detach() { session.detach() }

    func close(_ error: PerchError) {
        session.send(OutgoingEvent(event: "error", data: error.body))
        session.close()
    }

    func close(_ code: UInt16, reason: String) { session.close() }
}
