import Synchronization

/// The ports that are listened on, known once they are bound.
final class BoundPorts: Sendable {
    private let ports = Mutex<Set<UInt16>>([])

    func set(_ ports: [UInt16]) {
        self.ports.withLock { $0 = Set(ports) }
    }

    func contains(_ port: UInt16) -> Bool {
        ports.withLock { $0.contains(port) }
    }
}
