import PerchCommand
import PerchHub
import PerchModel
import PerchNet
import PerchServer
import PerchSystem

/// Runs the server until it is told to end.
func serve(_ options: ServeOptions) async throws -> Int32 {
    let log = ServerLog(least: LogLevel(rawValue: options.logLevel.rawValue) ?? .info) { Console.complain(raw: $0) }
    let settings = try options.serverSettings()
    let assembly = try await Assembly(options) { _, _ in }
    let signals = await assembly.hubLoop.signals([.terminate, .interrupt])
    do {
        let (server, bound) = try await PerchServer.start(
            settings, hub: assembly.hub, loops: assembly.networkLoops, metrics: assembly.metrics, log: log)
        for address in bound { try ByteSink.output.write("perch is listening on http://\(address)\n") }
        await run(assembly, until: signals, log)
        await server.stop()
    } catch let error as ListenError {
        await assembly.close()
        throw error
    }
    await assembly.close()
    log(.info, "closed")
    return 0
}

/// Works behind the doors until a signal comes; a second one ends the process at once.
private func run(_ assembly: Assembly, until signals: AsyncStream<ProcessSignal>, _ log: ServerLog) async {
    let checkpoints = Task { await assembly.hub.keepCheckpoints() }
    var signals = signals.makeAsyncIterator()
    _ = await signals.next()
    log(.info, "closing; a second signal ends it at once")
    checkpoints.cancel()
    _ = await checkpoints.value
    await assembly.hubLoop.endOnNextSignal()
}

extension Loop {
    /// From now on a signal ends the process without ceremony; what was acknowledged is on disk anyway.
    fileprivate func endOnNextSignal() async {
        for signal in [ProcessSignal.terminate, .interrupt] { _ = await onSignal(signal) { exitProcess(1) } }
    }
}
