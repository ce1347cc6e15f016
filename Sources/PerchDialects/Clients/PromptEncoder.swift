import PerchModel

/// An encoder that tells at once whatever it has made of a feed.
protocol PromptEncoder: FeedEncoder {
    /// What was made and not told yet.
    var waiting: [Message] { get set }
}

extension PromptEncoder {
    /// At once, where something waits.
    var due: Timestamp? { waiting.isEmpty ? nil : .earliest }

    /// Tells all that waits.
    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        for message in waiting { emit(message) }
        waiting.removeAll(keepingCapacity: true)
    }
}
