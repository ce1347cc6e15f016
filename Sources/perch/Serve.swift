import PerchCommand
import PerchDialects
import PerchHub
import PerchModel
import PerchNet
import PerchServer
import PerchSystem
import Synchronization

/// Runs the server until it is told to end.
func serve(_ options: ServeOptions) async throws -> Int32 {
    let log = ServerLog(least: LogLevel(rawValue: options.logLevel.rawValue) ?? .info) { Console.complain(raw: $0) }
    let keys = try options.keyring()
    let settings = options.serverSettings(keys)
    let assembly = try await assemble(options)
    do {
        try await run(assembly, settings, options, log)
        await assembly.close()
    } catch {
        await assembly.close()
        throw error
    }
    log(.info, "closed")
    return 0
}

/// Opens the log and folds it, with a line of progress where that takes long.
private func assemble(_ options: ServeOptions) async throws -> Assembly {
    let progress = Mutex(Progress(ProgressLine("folding the log", total: nil, noun: "events")))
    defer { progress.withLock { $0.clear() } }
    return try await Assembly(options) { seq, last in
        progress.withLock { progress in
            progress.line.total = Int(last)
            (progress.line.done, progress.line.count) = (Int(seq), Int(seq))
            progress.show()
        }
    }
}

/// Opens the doors and keeps them open until a signal comes; a second one ends the process at once.
private func run(
    _ assembly: Assembly, _ settings: PerchServer.Settings, _ options: ServeOptions, _ log: ServerLog
) async throws {
    let tails = try assembly.tails(options.tails, log)
    let upstreams = try assembly.upstreams(options.upstreams, log)
    assembly.metrics.follow(tails)
    assembly.metrics.follow(upstreams)
    let signals = await assembly.hubLoop.signals([.terminate, .interrupt])
    let (server, bound) = try await PerchServer.start(
        settings, hub: assembly.hub, loops: assembly.networkLoops, metrics: assembly.metrics, log: log)
    await withTaskGroup { group in
        group.addTask { await assembly.hub.keepCheckpoints() }
        group.addTask { await settings.keys.keepUp(log) }
        await start(tails, in: &group)
        for upstream in upstreams { group.addTask { await upstream.run() } }
        for (address, port) in bound {
            let whose = port == .main ? "" : " (\(port.rawValue))"
            Console.announce("perch is listening on http://\(address)\(whose)")
        }
        announceLink(settings.keys, at: bound.first?.address)
        for await _ in signals { break }
        await assembly.hubLoop.endOnNextSignal()
        log(.info, "closing; a second signal ends it at once")
        group.cancelAll()
        await server.stop()
    }
}

/// Prints, once, the link that gives control; on the standard output, where the log is not.
private func announceLink(_ keys: Keyring, at address: ListenAddress?) {
    guard var address, let secret = keys.makeLink(at: .now) else { return }
    if address.host == "0.0.0.0" { address.host = "127.0.0.1" }
    if address.host == "::" { address.host = "::1" }
    Console.announce("to control it, open this link, which works once: http://\(address)/login?token=\(secret)")
}

/// Starts to follow files, and returns when each is placed, so that nothing appended after that is missed.
private func start(_ tails: [FileTail], in group: inout TaskGroup<Void>) async {
    let (placed, placing) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(tails.count))
    for tail in tails {
        group.addTask { await tail.run { placing.yield() } }
    }
    var waiting = placed.makeAsyncIterator()
    for _ in tails { _ = await waiting.next() }
}

extension Loop {
    /// From now on a signal ends the process without ceremony; what was acknowledged is on disk anyway.
    fileprivate func endOnNextSignal() async {
        for signal in [ProcessSignal.terminate, .interrupt] { _ = await onSignal(signal) { exitProcess(1) } }
    }
}
