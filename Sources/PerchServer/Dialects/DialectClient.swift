import PerchDialects
import PerchModel
import PerchNet

/// Carries what a WebSocket tells to its conversation; all calls come on the loop that the conversation runs on.
final class DialectSocketClient: WebSocketHandler {
    private let outlet: WebSocketOutlet
    private let session: ConversationSession?
    private let seats: Seats?

    init(_ socket: WebSocketSession, _ reception: Reception, _ service: DialectService, _ visitor: Visitor) {
        outlet = WebSocketOutlet(session: socket)
        session = service.session(reception, outlet, visitor)
        seats = reception.seats
    }

    func opened(_ socket: WebSocketSession) {
        guard let session else { return outlet.close(1008, reason: seats?.refusal ?? "") }
        session.assumeIsolated { $0.begin() }
    }

    func message(_ message: IncomingMessage, from socket: WebSocketSession) {
        guard let session else { return }
        switch message {
        case .text(let bytes), .binary(let bytes): session.assumeIsolated { $0.hear(bytes) }
        }
    }

    func lagged(_ channel: Channel, _ socket: WebSocketSession) -> LagAnswer {
        session?.assumeIsolated { $0.lagged() }
        return .later
    }

    func drained(_ socket: WebSocketSession) { outlet.drains.fire() }

    func closed(_ code: CloseCode, reason: String) {
        outlet.drains.fire()
        session?.assumeIsolated { $0.end() }
    }
}

/// Carries what becomes of an event stream to its conversation.
final class DialectEventsClient: EventStreamHandler {
    private let outlet: EventStreamOutlet
    private let session: ConversationSession?
    private let seats: Seats?

    init(_ stream: EventStreamSession, _ reception: Reception, _ service: DialectService, _ visitor: Visitor) {
        outlet = EventStreamOutlet(session: stream)
        session = service.session(reception, outlet, visitor)
        seats = reception.seats
    }

    func opened(_ stream: EventStreamSession) {
        guard let session else { return outlet.close(PerchError(.tooManyClients, seats?.refusal ?? "")) }
        session.assumeIsolated { $0.begin() }
    }

    func lagged(_ channel: Channel, _ stream: EventStreamSession) -> LagAnswer {
        session?.assumeIsolated { $0.lagged() }
        return .later
    }

    func drained(_ stream: EventStreamSession) { outlet.drains.fire() }

    func closed() {
        outlet.drains.fire()
        session?.assumeIsolated { $0.end() }
    }
}
