import PerchHub
import PerchModel
import PerchNet

/// Carries what a WebSocket tells to its live session; all calls come on the loop that the session runs on.
final class LiveClient: WebSocketHandler {
    private let outlet: WebSocketOutlet
    private let session: LiveSession
    private let metrics: Metrics
    private let start: (moment: Moment, speed: Double)?

    init(
        _ socket: WebSocketSession, start: (moment: Moment, speed: Double)?, hub: Hub, metrics: Metrics,
        seats: ReplaySeats
    ) {
        outlet = WebSocketOutlet(session: socket)
        session = LiveSession(outlet: outlet, hub: hub, metrics: metrics, seats: seats)
        self.start = start
        self.metrics = metrics
    }

    func opened(_ socket: WebSocketSession) {
        metrics.live(1)
        guard let start else { return }
        session.assumeIsolated { $0.begin(at: start.moment, speed: start.speed) }
    }

    func message(_ message: IncomingMessage, from socket: WebSocketSession) {
        guard case .text(let bytes) = message else {
            return outlet.close(PerchError(.invalidMessage, "Messages are text here."))
        }
        session.assumeIsolated { $0.receive(bytes) }
    }

    func lagged(_ channel: Channel, _ socket: WebSocketSession) -> LagAnswer {
        session.assumeIsolated { $0.lagged() }
        return .later
    }

    func drained(_ socket: WebSocketSession) { outlet.drains.fire() }

    func closed(_ code: CloseCode, reason: String) {
        metrics.live(-1)
        outlet.drains.fire()
        session.assumeIsolated { $0.end() }
    }
}
