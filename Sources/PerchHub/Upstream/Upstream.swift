import PerchDialects
import PerchLog
import PerchModel
public import PerchNet
import PerchSystem
import Synchronization

/// Follows another server's stream of events: connects as a client and takes in what it is told, again and again for ever.
public final class Upstream: Sendable {
    /// Host, port and path; without the query, which may hold a secret.
    public let name: String
    private let address: ListenAddress
    private let loop: Loop
    private let doors: UpstreamDoors
    private let state = Mutex(UpstreamCounts())

    /// After a connection that held so long, in milliseconds, or told of anything, the next try is soon.
    private static let held: UInt64 = 10_000
    /// Milliseconds until what could not be stored is tried again.
    private static let storing = 1_000

    /// Names a server to follow; nothing happens before ``run()``. The loop, which has to outlive it, carries the connection.
    public init(_ address: ListenAddress, target: String, on loop: Loop, doors: UpstreamDoors) {
        name = "\(address)\(target.prefix { $0 != "?" })"
        self.address = address
        self.loop = loop
        self.doors = doors
    }

    /// What has been done so far. Any thread.
    public var counts: UpstreamCounts { state.withLock { $0 } }

    /// Follows the server until the task is cancelled.
    public func run() async {
        var pause = UpstreamPause()
        var isTroubled = false
        while !Task.isCancelled {
            let (start, told) = (Self.now, counts.told)
            let (reason, wasConnected) = await follow()
            if Task.isCancelled { return }
            if Self.now - start > Self.held || counts.told > told { pause.reset() }
            // Told once, when it begins; how often it is tried from then on is told by the metrics.
            if wasConnected || !isTroubled { doors.say("\(name) is not followed any more: \(reason)", true) }
            isTroubled = true
            try? await Task.sleep(for: .milliseconds(pause.next(random: SystemRandom.word())))
        }
    }

    /// Follows it over one connection; returns why that ended, and whether there was one.
    private func follow() async -> (reason: String, wasConnected: Bool) {
        let before = state.withLock { state in
            state.tries += 1
            return state.connections
        }
        defer { state.withLock { $0.isConnected = false } }
        let reason: String
        do {
            let url = try ClientURL("ws://\(address)\(doors.listener.target)")
            reason = try await WebSocketClient.connect(to: url, on: loop) { client in
                try await self.follow(client)
            }
        } catch {
            reason = "\(error)"
        }
        return (reason, counts.connections > before)
    }

    private func follow(_ client: WebSocketClient) async throws -> String {
        var listener = doors.listener
        state.withLock { state in
            state.isConnected = true
            state.connections += 1
        }
        doors.say("\(name) is followed", false)
        var heard = listener.begin()
        while true {
            for reply in heard.replies { try await client.send(.text, reply) }
            if !heard.drafts.isEmpty { try await store(heard.drafts) }
            if heard.isOver { return "It ended the conversation." }
            guard let message = try await client.next() else { return "It closed the connection." }
            switch message {
            case .text(let text): heard = listener.hear(Array(text.utf8))
            case .binary(let bytes): heard = listener.hear(bytes)
            }
        }
    }

    /// Stores what was told, however long there is no room for it; what the log never takes is left out.
    private func store(_ drafts: [Draft]) async throws(CancellationError) {
        while true {
            do throws(PerchError) {
                return count(try await doors.accept(drafts))
            } catch {
                guard error.code.isTemporary else { break }
                do { try await Task.sleep(for: .milliseconds(Self.storing)) } catch { throw CancellationError() }
            }
        }
        guard drafts.count > 1 else { return state.withLock { $0.skipped += 1 } }
        for draft in drafts { try await store([draft]) }
    }

    private func count(_ receipt: Receipt) {
        state.withLock { state in
            state.events += receipt.accepted
            state.duplicates += receipt.duplicates
        }
    }

    private static var now: UInt64 { SystemClock.monotonicNanoseconds() / 1_000_000 }
}
