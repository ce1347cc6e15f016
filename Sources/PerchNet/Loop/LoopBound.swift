/// A value that is confined to a loop, carried through code that is not; reading it elsewhere stops the process.
///
/// `@unchecked Sendable`: the value is reached only through `value`, which checks the thread.
struct LoopBound<Value>: @unchecked Sendable {
    private let loop: Loop
    private let wrapped: Value

    init(_ value: Value, on loop: Loop) {
        self.loop = loop
        wrapped = value
    }

    var value: Value {
        loop.checkIsolated()
        return wrapped
    }
}
