import PerchDialects
import PerchNet

/// What each listener is there for, by its index.
struct PortRoles: Sendable {
    private let roles: [Port]

    init(_ roles: [Port]) {
        self.roles = roles
    }

    /// The port a request came to.
    func port(of request: Request) -> Port {
        roles.indices.contains(request.listener) ? roles[request.listener] : .main
    }
}
