import PerchJSON
import PerchModel
import PerchTesting
import PerchViews
import Testing

@testable import PerchDialects

/// Everything after the type and before the moment of a status frame.
private func agents(_ frame: some Collection<UInt8>) throws -> String {
    let agents = try JSONParser().parse(Array(frame)).object()["agents"]
    return try #require(agents).text().string
}

@Suite struct DaenaLawTests {
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `Who was told every change of the status knows what who comes now is told`(seed: UInt64) throws {
        var generator = EventGenerator(seed: seed)
        var world = World()
        var changes = Changes()
        let subscription = DaenaSubscription(
            project: seed % 2 == 0 ? "project-1" : nil, filter: DaenaFilter(["agent_status_update"]))
        var encoder = subscription.makeEncoder(from: world)
        var told = try agents(subscription.status(DaenaBoard(world, project: subscription.project), at: .earliest))
        for step in 1...400 as ClosedRange<Int64> {
            let events = generator.events(5)
            for event in events { world.apply(event, into: &changes) }
            let batch = Batch.of(events.map(\.draft), from: events[0].seq)
            encoder.absorb(Feed(seq: world.seq, batch: batch, patches: changes.patches(from: world)))
            changes.removeAll()
            var frames: [Message] = []
            encoder.flush(at: Timestamp(microseconds: step * 2_000_000)) { frames.append($0) }
            if let last = frames.last { told = try agents(last.bytes) }
            let now = try agents(subscription.status(DaenaBoard(world, project: subscription.project), at: .earliest))
            try #require(told == now, "after step \(step)")
        }
    }
}
