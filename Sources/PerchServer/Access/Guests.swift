import Synchronization

/// The connections that last, by what let them in, so that they end with it.
final class Guests: Sendable {
    private struct State {
        var guests: [Credential: [Int: @Sendable () -> Void]] = [:]
        var arrived = 0
    }

    private let state = Mutex(State())

    /// Writes a connection down for as long as the answer is held; `close` ends it.
    func admit(_ credential: Credential, close: @escaping @Sendable () -> Void) -> GuestPass {
        let number = state.withLock { state in
            state.arrived += 1
            state.guests[credential, default: [:]][state.arrived] = close
            return state.arrived
        }
        return GuestPass(guests: self, credential: credential, number: number)
    }

    fileprivate func leave(_ credential: Credential, _ number: Int) {
        state.withLock { state in
            state.guests[credential]?[number] = nil
            if state.guests[credential]?.isEmpty == true { state.guests[credential] = nil }
        }
    }

    /// Ends every connection whose right has ended.
    func close(unless isValid: (Credential) -> Bool) {
        for credential in state.withLock({ Array($0.guests.keys) }) where !isValid(credential) {
            let closing = state.withLock { $0.guests[credential].map { Array($0.values) } ?? [] }
            for close in closing { close() }
        }
    }
}

/// One connection's entry, which ends with it.
final class GuestPass: Sendable {
    private let guests: Guests
    private let credential: Credential
    private let number: Int

    fileprivate init(guests: Guests, credential: Credential, number: Int) {
        (self.guests, self.credential, self.number) = (guests, credential, number)
    }

    deinit { guests.leave(credential, number) }
}
