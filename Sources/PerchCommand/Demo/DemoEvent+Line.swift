import PerchJSON
public import PerchModel

extension DemoEvent {
    /// The event as the native protocol takes it, with the line's end.
    public func line(start: Timestamp) -> [UInt8] {
        var writer = JSONWriter(reserving: 384)
        writer.object { writer in
            writer.field("kind", draft.body.name)
            writer.field("time", start.advanced(by: offset))
            writer.field("project", draft.project)
            writer.field("session", draft.session)
            writer.field("agent", draft.agent)
            writer.field("id", draft.id)
            writer.key("data")
            draft.body.write(to: &writer)
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// What ends the things that are open when a run is broken off after so many events, all at one moment.
    public static func endings(of events: [DemoEvent], after count: Int, at offset: Int64) -> [DemoEvent] {
        var open: Set<String> = []
        for event in events.prefix(count) {
            switch DemoEdge(event.draft) {
            case .start(let thing): open.insert(thing)
            case .end(let thing): open.remove(thing)
            case .during, .none: break
            }
        }
        return events.dropFirst(count).filter { event in
            if case .end(let thing) = DemoEdge(event.draft) { return open.contains(thing) }
            return false
        }.map { DemoEvent(offset: offset, draft: $0.draft) }
    }
}
