/// Says what goes wrong with a tailed file without flooding: each kind of trouble at most once a minute.
struct TailNotices {
    enum Kind: Hashable {
        case skipped, unreadable, notStored, history
    }

    private struct Said {
        var at: UInt64
        var since = 0
    }

    private let path: String
    private var said: [Kind: Said] = [:]
    static let pause: UInt64 = 60_000

    init(path: String) {
        self.path = path
    }

    /// The sentence to say now, nil where one of the kind was said less than a minute ago.
    mutating func notice(_ kind: Kind, _ sentence: String, now: UInt64) -> String? {
        if let last = said[kind], now - last.at < Self.pause {
            said[kind]?.since += 1
            return nil
        }
        let before = said.updateValue(Said(at: now), forKey: kind)?.since ?? 0
        let more = before == 0 ? "" : " (and \(before) more like it since the last word about it)"
        return "\(path): \(sentence)\(more)"
    }
}
