import PerchHub
import PerchModel
import PerchNet

/// A client of `/v1/stream`, whatever it is framed by; it only listens. On its loop.
final class StreamClient {
    private let outlet: any Outlet
    private let session: StreamSession
    private let metrics: Metrics
    private var task: Task<Void, Never>?

    init(_ outlet: any Outlet, _ request: StreamRequest, hub: Hub, metrics: Metrics, seats: ReplaySeats) {
        self.outlet = outlet
        self.metrics = metrics
        session = StreamSession(request, outlet: outlet, hub: hub, metrics: metrics, seats: seats)
    }

    func opened() {
        metrics.streams(1)
        task = Task { [session] in await session.run() }
    }

    /// It comes back and goes on from the log, where it was.
    func lagged() -> LagAnswer {
        metrics.countLagged()
        metrics.count(.slowClient)
        return .close
    }

    func drained() { outlet.drains.fire() }

    func closed() {
        metrics.streams(-1)
        task?.cancel()
        outlet.drains.fire()
    }
}

/// A client of `/v1/stream` by WebSocket.
final class StreamSocketClient: WebSocketHandler {
    private let client: StreamClient

    init(_ socket: WebSocketSession, _ request: StreamRequest, hub: Hub, metrics: Metrics, seats: ReplaySeats) {
        client = StreamClient(WebSocketOutlet(session: socket), request, hub: hub, metrics: metrics, seats: seats)
    }

    func opened(_ socket: WebSocketSession) { client.opened() }

    func message(_ message: IncomingMessage, from socket: WebSocketSession) {}

    func lagged(_ channel: Channel, _ socket: WebSocketSession) -> LagAnswer { client.lagged() }

    func drained(_ socket: WebSocketSession) { client.drained() }

    func closed(_ code: CloseCode, reason: String) { client.closed() }
}

/// A client of `/v1/stream` by server-sent events.
final class StreamEventsClient: EventStreamHandler {
    private let client: StreamClient

    init(_ stream: EventStreamSession, _ request: StreamRequest, hub: Hub, metrics: Metrics, seats: ReplaySeats) {
        client = StreamClient(EventStreamOutlet(session: stream), request, hub: hub, metrics: metrics, seats: seats)
    }

    func opened(_ stream: EventStreamSession) { client.opened() }

    func lagged(_ channel: Channel, _ stream: EventStreamSession) -> LagAnswer { client.lagged() }

    func drained(_ stream: EventStreamSession) { client.drained() }

    func closed() { client.closed() }
}
