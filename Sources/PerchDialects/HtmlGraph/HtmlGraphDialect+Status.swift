import PerchJSON
import PerchModel

extension HtmlGraphDialect {
    /// Whether the server runs and what it knows, in the shape of the document and with the fields of the older one beside it.
    var statusDoors: [Door] {
        [.get("/api/status", status)]
    }

    @Sendable private func status(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let settings = settings
        return .survey { picture in
            let counts = HtmlGraphCollections(picture, project: ask.project)
            return .done(
                .object { writer in
                    writer.field("success", true)
                    writer.object("data") { writer in
                        writer.field("status", "running")
                        writer.field("version", settings.version)
                        writer.key("collections")
                        HtmlGraphCollections.write(counts.collections, to: &writer)
                        writer.field("uptime_seconds", ask.uptime)
                        writer.field("timestamp", ask.now)
                    }
                    counts.writeFields(to: &writer)
                })
        }
    }
}

extension Ask {
    /// Seconds since the server started.
    fileprivate var uptime: Double { Double(max(0, now.microseconds - started.microseconds)) / 1_000_000 }
}

/// How many there are of everything that HtmlGraph has collections of.
private struct HtmlGraphCollections {
    private(set) var collections: [String: Int] = ["features": 0, "tracks": 0, "spikes": 0, "sessions": 0, "agents": 0]
    private var statuses: [String: Int] = [:]
    private var priorities: [String: Int] = [:]

    init(_ picture: some Picture, project: String?) {
        picture.forEachRow(ofKind: .feature, project: project) { row in
            guard case .feature(let feature) = row else { return }
            let isKnown = ["track", "spike"].contains(feature.type)
            collections[(isKnown ? feature.type ?? "" : "feature") + "s", default: 0] += 1
            statuses[feature.status ?? "todo", default: 0] += 1
            priorities[feature.priority ?? "medium", default: 0] += 1
        }
        picture.forEachRow(ofKind: .session, project: project) { _ in collections["sessions", default: 0] += 1 }
        picture.forEachRow(ofKind: .agent, project: project) { _ in collections["agents", default: 0] += 1 }
    }

    func writeFields(to writer: inout JSONWriter) {
        writer.key("collections")
        Self.write(collections, to: &writer)
        writer.field("total_nodes", collections.values.reduce(0, +))
        writer.key("by_status")
        Self.write(statuses, to: &writer)
        writer.key("by_priority")
        Self.write(priorities, to: &writer)
    }

    static func write(_ counts: [String: Int], to writer: inout JSONWriter) {
        writer.object { writer in
            for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
                writer.key(name)
                writer.value(count)
            }
        }
    }
}
