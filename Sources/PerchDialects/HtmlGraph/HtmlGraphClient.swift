import PerchModel

/// One client of a socket that tells what its subscription tells, and knows two words, which are no JSON: `ping` and `subscribe`.
struct HtmlGraphClient: Conversation {
    private let subscription: any Subscription
    private let id: String

    init(_ subscription: any Subscription, id: String) {
        self.subscription = subscription
        self.id = id
    }

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        .done([.follow(subscription)])
    }

    mutating func hear(_ text: [UInt8], at now: Timestamp) -> Reaction<[Step]> {
        guard let word = HtmlGraphWord(text) else { return .done([]) }
        return .done([.say(word.answer(to: id))])
    }
}
