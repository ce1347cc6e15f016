import PerchModel

/// A call that asks for a sub-agent.
struct HookRequest: Equatable {
    let id: String
    let session: String?
    let type: String?
    /// The sub-agent that asks; nil for the main conversation.
    let by: String?
    let time: Timestamp
}

/// One line of the ledger: something that ties a sub-agent's own id to the call that asked for it.
///
/// A hook knows one or the other: the call has an id, the sub-agent has another, and they meet only in the call's response.
enum HookNote: Equatable {
    /// A call asks for a sub-agent.
    case asked(HookRequest)
    /// A sub-agent began while only this call was waiting for one like it: a good guess.
    case started(agent: String, call: String)
    /// The call has returned, and the sub-agent works in the background.
    case launched(agent: String, call: String)
    /// The call has returned, and the sub-agent, if there ever was one, is at its end.
    case finished(agent: String?, call: String)
    /// The sub-agent says that it is at its end.
    case stopped(agent: String, outcome: HookOutcome?, time: Timestamp)

    /// Its words, separated by tabs, with the line feed; nil where one could not be read back.
    var line: [UInt8]? {
        guard words.allSatisfy({ word in word.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) else { return nil }
        return Array((words.joined(separator: "\t") + "\n").utf8)
    }

    private var words: [String] {
        switch self {
        case .asked(let request):
            let time = String(request.time.microseconds)
            return ["asked", request.id, request.session ?? "", request.type ?? "", request.by ?? "", time]
        case .started(let agent, let call): return ["started", agent, call]
        case .launched(let agent, let call): return ["launched", agent, call]
        case .finished(let agent, let call): return ["finished", agent ?? "", call]
        case .stopped(let agent, let outcome, let time):
            return ["stopped", agent, outcome?.rawValue ?? "", String(time.microseconds)]
        }
    }

    /// Reads a line; nil for anything that is none.
    init?(line: ArraySlice<UInt8>) {
        let words = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        switch (words.first, words.count) {
        case ("asked", 6):
            guard let time = Int64(words[5]) else { return nil }
            self = .asked(
                HookRequest(
                    id: words[1], session: words[2].ifAny, type: words[3].ifAny, by: words[4].ifAny,
                    time: Timestamp(microseconds: time)))
        case ("started", 3): self = .started(agent: words[1], call: words[2])
        case ("launched", 3): self = .launched(agent: words[1], call: words[2])
        case ("finished", 3): self = .finished(agent: words[1].ifAny, call: words[2])
        case ("stopped", 4):
            guard let time = Int64(words[3]) else { return nil }
            self = .stopped(
                agent: words[1], outcome: HookOutcome(rawValue: words[2]), time: Timestamp(microseconds: time))
        default: return nil
        }
    }
}

extension String {
    fileprivate var ifAny: String? { isEmpty ? nil : self }
}
