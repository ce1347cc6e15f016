import PerchModel

/// What earlier hooks noted of sub-agents, in the order of the file; what is garbage in it is passed over.
public struct HookLedger: Sendable {
    private var notes: [HookNote] = []

    /// Reads the ledger's bytes.
    public init(_ bytes: [UInt8] = []) {
        notes = bytes.split(separator: UInt8(ascii: "\n")).compactMap(HookNote.init(line:))
    }

    /// The call that asked for a sub-agent: by the call's own response, else by a guess that no response has contradicted.
    func call(of agent: String) -> String? {
        var (guess, guessed): (String?, Set<String>) = (nil, [])
        var (known, taken): (String?, Set<String>) = (nil, [])
        for note in notes {
            switch note {
            case .started(let other, let call):
                let isFirst = guessed.insert(call).inserted
                if other == agent, isFirst { guess = call }
            case .launched(let other, let call), .finished(let other?, let call):
                if other == agent { known = call } else { taken.insert(call) }
            default: break
            }
        }
        return known ?? guess.flatMap { taken.contains($0) ? nil : $0 }
    }

    /// A call is not waited for longer than that: it was denied, or its agent began before its hooks were there.
    private static let longestWait: Int64 = 600_000_000

    /// The one call that waits for a sub-agent of this type; nil where there are more, since a guess between them would be
    /// wrong as often as right.
    func onlyRequest(session: String?, type: String?, notBy agent: String, at time: Timestamp) -> HookRequest? {
        var waiting: [String: HookRequest] = [:]
        for note in notes {
            if case .asked(let request) = note, request.session == session, request.by != agent,
                request.type == nil || request.type == type,
                time.microseconds - request.time.microseconds <= Self.longestWait
            {
                waiting[request.id] = request
            }
        }
        for note in notes {
            switch note {
            case .started(_, let call), .launched(_, let call), .finished(_, let call): waiting[call] = nil
            default: break
            }
        }
        return waiting.count == 1 ? waiting.first?.value : nil
    }

    /// What came first of a sub-agent's launch into the background and its first word that it has ended.
    enum Life: Equatable {
        case launchedFirst(call: String, stopped: Timestamp)
        case stoppedFirst(HookOutcome?)
        case open
    }

    func life(of agent: String) -> Life {
        var launched: String?
        for note in notes {
            switch note {
            case .launched(agent, let call): launched = launched ?? call
            case .stopped(agent, let outcome, let time):
                return launched.map { .launchedFirst(call: $0, stopped: time) } ?? .stoppedFirst(outcome)
            default: break
            }
        }
        return .open
    }

    /// How long ago a call asked for its sub-agent.
    func milliseconds(since call: String, to time: Timestamp) -> Int64? {
        for case .asked(let request) in notes where request.id == call {
            return max(0, (time.microseconds - request.time.microseconds) / 1_000)
        }
        return nil
    }
}
