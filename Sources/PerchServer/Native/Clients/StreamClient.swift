import PerchHub
import PerchModel
import PerchNet

/// A client of `/v1/stream` by WebSocket; it only listens.
final class StreamSocketClient: WebSocketHandler {
    private let outlet: WebSocketOutlet
    private let session: StreamSession
    private let metrics: Metrics

    init(_ socket: WebSocketSession, _ request: StreamRequest, hub: Hub, metrics: Metrics, seats: ReplaySeats) {
        outlet = WebSocketOutlet(session: socket)
        session = StreamSession(request, framing: outlet.framing, outlet: outlet, hub: hub, seats: seats)
        self.metrics = metrics
    }

    func opened(_ socket: WebSocketSession) {
        metrics.streams(1)
        Task { [session] in await session.run() }
    }

    func message(_ message: IncomingMessage, from socket: WebSocketSession) {}

    func lagged(_ channel: Channel, _ socket: WebSocketSession) -> LagAnswer {
        metrics.countLagged()
        metrics.count(.slowClient)
        return .close
    }

    func drained(_ socket: WebSocketSession) { outlet.drains.fire() }

    func closed(_ code: CloseCode, reason: String) {
        metrics.streams(-1)
        outlet.drains.fire()
    }
}

/// A client of `/v1/stream` by server-sent events.
final class StreamEventsClient: EventStreamHandler {
    private let outlet: EventStreamOutlet
    private let session: StreamSession
    private let metrics: Metrics

    init(_ stream: EventStreamSession, _ request: StreamRequest, hub: Hub, metrics: Metrics, seats: ReplaySeats) {
        outlet = EventStreamOutlet(session: stream)
        session = StreamSession(request, framing: .eventStream, outlet: outlet, hub: hub, seats: seats)
        self.metrics = metrics
    }

    func opened(_ stream: EventStreamSession) {
        metrics.streams(1)
        Task { [session] in await session.run() }
    }

    func lagged(_ channel: Channel, _ stream: EventStreamSession) -> LagAnswer {
        metrics.countLagged()
        metrics.count(.slowClient)
        return .close
    }

    func drained(_ stream: EventStreamSession) { outlet.drains.fire() }

    func closed() {
        metrics.streams(-1)
        outlet.drains.fire()
    }
}
