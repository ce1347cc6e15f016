import PerchModel
import PerchNet
import Synchronization

/// The clients that poll, by the ids of their conversations.
final class Polls: Predecessors {
    private struct State {
        var clients: [String: PollingClient] = [:]
        var addresses: [String: Int] = [:]
        var isClosed = false
        var turn = 0
    }

    /// What waits for all of them.
    let budget: PollBudget
    private let loops: [Loop]
    private let limits: PollLimits
    private let state = Mutex(State())

    /// Clients live on these loops in turn; at most so many are there at once.
    init(loops: [Loop], limits: PollLimits = PollLimits()) {
        self.loops = loops
        self.limits = limits
        budget = PollBudget(limit: limits.waitingBytes)
    }

    /// The loop of the next client.
    var nextLoop: Loop {
        state.withLock { state in
            state.turn = (state.turn + 1) % loops.count
            return loops[state.turn]
        }
    }

    /// Takes a client in.
    ///
    /// - Throws: `PerchError` (`too_many_clients`, `shutting_down`).
    func add(_ client: PollingClient, as id: String) throws(PerchError) {
        let refusal = state.withLock { state -> PerchError? in
            if state.isClosed { return PerchError(.shuttingDown, "The server is closing.") }
            guard state.clients.count < limits.clients else {
                return PerchError(.tooManyClients, "Too many clients poll; try again later.")
            }
            let neighbours = state.addresses[client.address, default: 0]
            guard neighbours < limits.clientsOfAddress else {
                return PerchError(.tooManyClients, "Too many clients of this address poll; try again later.")
            }
            state.clients[id] = client
            state.addresses[client.address] = neighbours + 1
            return nil
        }
        if let refusal { throw refusal }
    }

    /// The client of an id, where it is one of this dialect.
    func client(_ id: String, of dialect: String) -> PollingClient? {
        state.withLock { $0.clients[id] }.flatMap { $0.dialect == dialect ? $0 : nil }
    }

    func predecessor(_ id: String, of dialect: String) -> (any Predecessor)? { client(id, of: dialect) }

    /// A client is gone.
    func remove(_ id: String) {
        let gone = state.withLock { state in
            let client = state.clients.removeValue(forKey: id)
            if let address = client?.address, let count = state.addresses[address] {
                state.addresses[address] = count > 1 ? count - 1 : nil
            }
            return client
        }
        // Outside of the lock, because it may be the last who knew it.
        withExtendedLifetime(gone) {}
    }

    /// How many clients there are.
    var count: Int { state.withLock { $0.clients.count } }

    /// Ends all of them, so that no request waits, and takes no more.
    func close() async {
        let clients = state.withLock { state in
            state.isClosed = true
            return Array(state.clients.values)
        }
        for client in clients { await client.end() }
    }
}
