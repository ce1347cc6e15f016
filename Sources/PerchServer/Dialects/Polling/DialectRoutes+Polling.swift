import PerchDialects
import PerchModel
import PerchNet

extension DialectRoutes {
    /// Answers one request of a client that polls.
    func poll(
        _ ask: Ask, _ poll: Poll, _ dialect: String, _ visit: Visit, wantsWebSocket: Bool
    ) async throws(PerchError) -> Response {
        switch poll.wish {
        case .refuse(let answer): return Response(answer)
        case .begin(let reception):
            return Self.response(try await begin(ask, reception, poll, dialect, visit), poll.manner)
        case .take:
            guard let client = polls.client(poll.id, of: dialect) else { return Response(poll.unknown) }
            let pass = client.attend(visit)
            defer { withExtendedLifetime(pass) {} }
            return Self.response(await client.take(), poll.manner)
        case .say(let texts, let answer):
            guard let client = polls.client(poll.id, of: dialect) else { return Response(poll.unknown) }
            await client.hear(texts)
            return Response(answer)
        case .connect(let reception):
            guard wantsWebSocket else { throw PerchError(.upgradeRequired, "This transport is a WebSocket.") }
            guard poll.id.isEmpty || polls.client(poll.id, of: dialect) != nil else {
                return Response(poll.unknown)
            }
            return try socket(ask, reception, dialect)
        }
    }

    private func begin(
        _ ask: Ask, _ reception: Reception, _ poll: Poll, _ dialect: String, _ visit: Visit
    ) async throws(PerchError) -> [UInt8] {
        let outlet = PollingOutlet(
            polls.nextLoop, separator: poll.manner.separator, budget: polls.budget)
        guard let session = service.session(reception, outlet, try visitor(ask, reception, dialect)) else {
            throw PerchError(.tooManyClients, reception.seats?.refusal ?? "")
        }
        let (polls, metrics, id) = (polls, service.metrics, poll.id)
        let client = PollingClient(dialect, from: ask.peer, session, outlet, poll.manner) {
            polls.remove(id)
            metrics.polling(-1)
        }
        metrics.polling(1)
        do { try polls.add(client, as: id) } catch {
            await client.end()
            throw error
        }
        return await client.begin(visit)
    }

    private static func response(_ bytes: [UInt8], _ manner: PollManner) -> Response {
        Response(
            Answer(contentType: manner.contentType, headers: ["cache-control": "no-store"], body: bytes))
    }
}
