import PerchModel

/// One client of `/ws/events`: what the log has since a moment, and then what happens, without a gap and without a repeat.
struct HtmlGraphStreamClient: Conversation {
    private let stream: HtmlGraphStream
    private let since: Timestamp?
    private let id: String
    private let isReplay: Bool

    /// At most so many events are told of the past, out of so many that are looked at.
    private static let (told, looked) = (1000, 2000)

    init(_ stream: HtmlGraphStream, since: Timestamp?, id: String, isReplay: Bool) {
        self.stream = stream
        self.since = since
        self.id = id
        self.isReplay = isReplay
    }

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        let (stream, since) = (stream, since)
        guard !isReplay else { return .done([.follow(stream)]) }
        return .look { picture in
            let seq = picture.seq
            let resume = Step.resume(stream, after: seq, stream.events)
            guard let since else { return .done([resume]) }
            let query = EventQuery(before: seq + 1, limit: Self.looked, newestFirst: true, filter: stream.events)
            return .recall(query) { recalled in
                .done(Self.messages(stream, recalled.batch.events, since: since, at: now).map { .say($0) } + [resume])
            }
        }
    }

    /// What is told of events that come newest first.
    private static func messages(
        _ stream: HtmlGraphStream, _ events: [Event], since: Timestamp, at now: Timestamp
    ) -> [Message] {
        var encoder = HtmlGraphStreamEncoder(stream, HtmlGraphTrace())
        for event in events.reversed() where event.time >= since { encoder.absorb(event) }
        encoder.keep(latest: told)
        var messages: [Message] = []
        encoder.flush(at: now) { messages.append($0) }
        return messages
    }

    mutating func hear(_ text: [UInt8], at now: Timestamp) -> Reaction<[Step]> {
        guard let word = HtmlGraphWord(text) else { return .done([]) }
        return .done([.say(word.answer(to: id))])
    }
}
