import PerchDialects
import PerchHub
import PerchLog
import PerchModel
import PerchViews

/// Carries out what a dialect says is to be done.
struct Clerk: Sendable {
    let hub: Hub
    let metrics: Metrics
    let rations: Rations

    /// Takes one step after the other until there is an outcome.
    ///
    /// - Parameters:
    ///   - grant: What whoever asked may do.
    ///   - moment: The moment whose world is looked at; nil for now.
    /// - Throws: `PerchError` where a step is refused.
    func carryOut<Outcome>(
        _ reaction: Reaction<Outcome>, for grant: Grant, at moment: Moment? = nil
    ) async throws(PerchError) -> Outcome {
        var reaction = reaction
        var reported: Seq = 0
        while true {
            switch reaction {
            case .done(let outcome): return outcome
            case .look(let next) where moment == nil:
                await hub.projector.reach(reported)
                reaction = try await hub.projector.look { world throws(PerchError) in try next(world) }
            case .look(let next), .survey(let next):
                let world = try await world(at: moment, after: reported)
                reaction = try await apart { () async throws(PerchError) in try next(world) }
            case .report(let drafts, let next):
                reported = max(reported, try await report(drafts, for: grant))
                reaction = try next()
            case .recall(let query, let next): reaction = try next(try await recall(query))
            case .spend(let ration, let next):
                try rations.spend(ration)
                reaction = try next()
            }
        }
    }

    private func world(at moment: Moment?, after reported: Seq) async throws(PerchError) -> World {
        if let moment { return try await hub.archive.world(at: try await hub.archive.seq(of: moment)) }
        await hub.projector.reach(reported)
        return await hub.projector.currentWorld()
    }

    private func report(_ drafts: [Draft], for grant: Grant) async throws(PerchError) -> Seq {
        guard !drafts.isEmpty else { return 0 }
        let receipt = try await hub.door.accept(drafts, from: grant)
        metrics.count(accepted: receipt.accepted, duplicates: receipt.duplicates)
        return receipt.last
    }

    private func recall(_ query: EventQuery) async throws(PerchError) -> Recalled {
        let log = hub.log
        let (batch, next) = try await apart { () async throws(PerchError) in try await Memory(log: log).events(query) }
        return Recalled(batch, next: next)
    }
}
