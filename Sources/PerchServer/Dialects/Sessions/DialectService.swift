import PerchDialects
import PerchHub
import PerchModel
import PerchNet

/// Everything the dialects' doors and clients need of the house.
struct DialectService: Sendable {
    let hub: Hub
    let metrics: Metrics
    let clerk: Clerk
    let attendance: Attendance
    let stamps = Stamps()
    let seats: ReplaySeats
    let allowsDeflate: Bool
    let started = Timestamp.now
    let predecessors: any Predecessors

    init(hub: Hub, metrics: Metrics, seats: ReplaySeats, allowsDeflate: Bool, predecessors: any Predecessors) {
        self.hub = hub
        self.metrics = metrics
        self.seats = seats
        self.allowsDeflate = allowsDeflate
        self.predecessors = predecessors
        attendance = Attendance()
        clerk = Clerk(hub: hub, metrics: metrics, rations: Rations())
    }

    /// A client that is let in; nil where its seats are all taken.
    func session(_ reception: Reception, _ outlet: any Outlet, _ visitor: Visitor) -> ConversationSession? {
        guard let attending = attendance.admit(visitor.dialect, reception, at: .now) else {
            metrics.count(.tooManyClients)
            return nil
        }
        return ConversationSession(
            reception, outlet: outlet, service: self, attending: attending, grant: visitor.grant, rewind: visitor.rewind
        )
    }
}
