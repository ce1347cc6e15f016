import Synchronization

/// A value behind a lock that closures can share.
final class SharedState<Value>: Sendable {
    private let value: Mutex<Value>

    init(_ value: sending Value) {
        self.value = Mutex(value)
    }

    func withLock<Result: ~Copyable>(_ body: (inout sending Value) -> sending Result) -> sending Result {
        value.withLock(body)
    }
}
