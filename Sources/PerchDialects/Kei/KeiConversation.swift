import PerchModel

/// One client of `/stream`: a snapshot, the events, a ping now and then. What it says does not matter.
struct KeiConversation: Conversation {
    let subscription: KeiSubscription
    let pingMilliseconds: Int

    init(_ subscription: KeiSubscription, pingMilliseconds: Int) {
        self.subscription = subscription
        self.pingMilliseconds = pingMilliseconds
    }

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        .done([.wake(milliseconds: pingMilliseconds), .follow(subscription)])
    }

    mutating func wake(at now: Timestamp) -> Reaction<[Step]> {
        .done([.say(Array(#"{"type":"ping"}"#.utf8)), .wake(milliseconds: pingMilliseconds)])
    }
}
