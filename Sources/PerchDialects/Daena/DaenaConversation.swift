import PerchJSON
import PerchModel

/// One client of the WebSocket: it is greeted, told what happens, answered, and told something else when it subscribes to that.
struct DaenaConversation: Conversation {
    private var subscription: DaenaSubscription
    private let isReplay: Bool

    /// More names than there are, and longer ones, mean nothing.
    private static let nameLimit = 64

    init(_ subscription: DaenaSubscription, isReplay: Bool) {
        self.subscription = subscription
        self.isReplay = isReplay
    }

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        .done([
            Self.say("connection_established", at: now) { $0.field("client_type", "general") }, .follow(subscription),
        ])
    }

    mutating func hear(_ text: [UInt8], at now: Timestamp) -> Reaction<[Step]> {
        guard let message = try? JSONParser().parse(text).object() else {
            return .done([Self.error("A message is a JSON object with a type.", at: now)])
        }
        switch message["type"]?.stringValue {
        case "ping": return .done([Self.say("pong", at: now) { _ in }])
        case "subscribe": return .done(subscribe(message, at: now))
        default: return .done([])
        }
    }

    /// How the agents stand, for a client whose new channel may have told that just before it came.
    mutating func wake(at now: Timestamp) -> Reaction<[Step]> {
        let subscription = subscription
        return .survey { picture in
            .done([.say(subscription.status(DaenaBoard(picture, project: subscription.project), at: now))])
        }
    }

    private mutating func subscribe(_ message: JSONObject, at now: Timestamp) -> [Step] {
        guard let names = try? message.strings("activity_types") ?? [] else {
            return [Self.error("\"activity_types\" is an array of names.", at: now)]
        }
        guard names.count <= Self.nameLimit, names.allSatisfy({ $0.utf8.count <= Self.nameLimit }) else {
            return [Self.error("At most \(Self.nameLimit) names of at most \(Self.nameLimit) bytes.", at: now)]
        }
        guard !isReplay else {
            return [Self.error("What is replayed is chosen by ?activity_types= when it is asked for.", at: now)]
        }
        let answer = Self.say("subscribed", at: now) { $0.field("activity_types", names) }
        let filter = DaenaFilter(names)
        guard filter != subscription.filter else { return [answer] }
        subscription.filter = filter
        let turn = [answer, Step.change(to: subscription, greets: false)]
        return filter.passes(.status) ? turn + [.wake(milliseconds: 2_000)] : turn
    }

    private static func error(_ sentence: String, at now: Timestamp) -> Step {
        say("error", at: now) { $0.field("message", sentence) }
    }

    private static func say(_ type: String, at now: Timestamp, _ fields: (inout JSONWriter) -> Void) -> Step {
        .say(DaenaFrame.bytes(type, at: now, fields))
    }
}
