import PerchJSON
import PerchModel

/// One client of a stream beside the chat's: a word of welcome, what happens from now on or after what it had, and pings.
struct SiblingConversation: Conversation {
    let subscription: any Subscription
    let run: String?
    /// The last event the client has had; nil where it was not here before, or where the stream cannot be taken up again.
    let last: Seq?
    let pingMilliseconds: Int

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        let (subscription, last) = (subscription, last)
        let steps: [Step] = [.say(welcome, name: "connected"), .wakeWhenSilent(milliseconds: pingMilliseconds)]
        guard let last else { return .done(steps + [.follow(subscription)]) }
        return .look { picture in
            let start = min(last, picture.seq)
            return .done(steps + [.resume(subscription, after: start, EventFilter(kinds: ["task.*"]))])
        }
    }

    mutating func wake(at now: Timestamp) -> Reaction<[Step]> {
        .done([.say(ChatConversation.ping(at: now), name: "ping")])
    }

    private var welcome: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("status", "ok")
            writer.orNull("task_id", run)
        }
        return writer.bytes
    }
}
