/// An actor that runs on a loop, so that it and the loop's connections may call one another without a hop.
public protocol LoopActor: Actor {
    /// The loop it runs on.
    nonisolated var loop: Loop { get }
}

extension LoopActor {
    /// The loop. It must outlive the actor's last job, which stopping loops last of all makes sure of.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.asUnownedSerialExecutor() }
}
