public import PerchModel

extension Batch {
    /// Numbers drafts as a log would: one received a millisecond after another.
    public static func of(_ drafts: [Draft], from first: Seq = 1) -> Batch {
        var events: [Event] = []
        var lines = EncodedLines()
        for (index, draft) in drafts.enumerated() {
            let seq = first + Seq(index)
            let received = Timestamp(microseconds: 1_777_726_800_000_000 + seq * 1000)
            let entry = Entry(sealing: draft, now: received)
            events.append(Event(entry.draft, seq: seq, received: received))
            lines.append { entry.appendLine(seq: seq, received: received, to: &$0) }
        }
        return Batch(events: events, lines: lines)
    }
}
