import PerchJSON
import PerchModel

/// What a client of the action log's stream sees: the actions of a run, or all.
struct ActionSubscription: Subscription {
    let project: String?
    let run: String?

    func makeEncoder(from picture: some Picture) -> any FeedEncoder { ActionEncoder(self) }
}

/// Tells actions as they are reported, those that were reported together in one event.
struct ActionEncoder: FeedEncoder {
    private let wanted: ActionSubscription
    private var rows: [ActionRow] = []
    private var seq: Seq = 0
    private var waiting: [Message] = []

    /// At most so many are told in one event.
    private static let rowsPerMessage = 200

    init(_ wanted: ActionSubscription) {
        self.wanted = wanted
    }

    var readsRows: Bool { false }

    var due: Timestamp? { waiting.isEmpty && rows.isEmpty ? nil : .earliest }

    mutating func absorb(_ feed: Feed) {
        for event in feed.batch.events where wanted.project == nil || event.project == wanted.project {
            guard let row = ActionRow(event), wanted.run == nil || row.run == wanted.run else { continue }
            rows.append(row)
            seq = event.seq
            if rows.count == Self.rowsPerMessage { bundle() }
        }
    }

    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        if !rows.isEmpty { bundle() }
        for message in waiting { emit(message) }
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func bundle() {
        var writer = JSONWriter(reserving: 512 * rows.count)
        writer.array { writer in
            for row in rows { writer.object { row.writeFields(to: &$0) } }
        }
        waiting.append(Message(OneLine.escaped(writer.bytes), seq: seq, name: "new_actions"))
        rows.removeAll(keepingCapacity: true)
    }
}
