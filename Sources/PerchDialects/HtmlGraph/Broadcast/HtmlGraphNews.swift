import PerchJSON
import PerchModel

/// Makes the `broadcast_event` frames of what happens to features, tracks, spikes and the synchronisation.
///
/// It remembers how features stood, so that it can say what a change was a change from.
struct HtmlGraphNews: Sendable {
    private struct Standing {
        var type: String?
        var status: String?
        /// Whether anything was told of it yet, besides that somebody is on it.
        var isTold = false
    }

    private var known = RecentMemory<String, Standing>(limit: 4096)

    init(from picture: some Picture, project: String?) {
        picture.forEachRow(ofKind: .feature, project: project) { row in
            if case .feature(let feature) = row { note(feature) }
        }
    }

    /// Takes up a feature as the view has it.
    mutating func note(_ row: FeatureRow) {
        let isTold = row.type != nil || row.status != nil || row.title != nil || row.description != nil
        known.set(
            Standing(type: row.type, status: row.status, isTold: isTold), for: RowKey.joined(row.project, row.feature))
    }

    /// The frames of an event; none of most.
    mutating func frames(of event: Event) -> [[UInt8]] {
        switch event.body {
        case .featureChanged(let change): return changed(change, event)
        case .featureLinked(let link): return [linked(link, event)]
        case .syncChanged(let sync): return sync.config == nil ? [synchronised(sync, event)] : []
        case .agentUpdated(let update): note(update, event)
        case .other(HtmlGraphComment.kind, let data):
            return HtmlGraphComment(data).map { [commented($0, event)] } ?? []
        default: break
        }
        return []
    }

    /// A feature that an agent is on is one that is known.
    private mutating func note(_ update: AgentUpdated, _ event: Event) {
        guard let feature = update.feature else { return }
        let key = RowKey.joined(event.project, feature)
        if known[key] == nil { known.set(Standing(), for: key) }
    }

    private mutating func changed(_ change: FeatureChanged, _ event: Event) -> [[UInt8]] {
        let key = RowKey.joined(event.project, change.feature)
        let before = known[key]
        let type = change.type ?? before?.type
        known.set(Standing(type: type, status: change.status ?? before?.status, isTold: true), for: key)
        let resource = HtmlGraphResource(type: type, id: change.feature)
        if change.status == "deleted" {
            return [resource.frame("feature_deleted", event) { $0.field("feature_id", change.feature) }]
        }
        let saysMore = change.says(moreThanStatus: event.draft.raw)
        // The first that is told of a feature makes it, also where an agent was on it before; where that is a status, it moves.
        let isNew = before == nil || before?.isTold == false && saysMore
        let isMoved = !isNew && change.status != nil && change.status != before?.status
        var frames: [[UInt8]] = []
        if saysMore || !isMoved { frames.append(updated(change, resource, event, isNew: isNew)) }
        guard isMoved else { return frames }
        return frames + [
            resource.frame("status_changed", event) { writer in
                writer.orNull("old_status", before?.status)
                writer.orNull("new_status", change.status)
            }
        ]
    }

    private func updated(
        _ change: FeatureChanged, _ resource: HtmlGraphResource, _ event: Event, isNew: Bool
    ) -> [UInt8] {
        let word = isNew && resource.type == "feature" ? "feature_created" : resource.type + "_updated"
        if event.source == HtmlGraphDialect.name, let own = event.draft.raw {
            return resource.frame(word, event, payload: own)
        }
        return resource.frame(word, event) { writer in
            writer.field("title", change.title)
            writer.field("status", change.status)
            writer.field("description", change.description)
            writer.field("tags", change.tags)
            writer.field("priority", change.priority)
        }
    }

    private func linked(_ link: FeatureLinked, _ event: Event) -> [UInt8] {
        let type = known[RowKey.joined(event.project, link.feature)]?.type
        return HtmlGraphResource(type: type, id: link.feature).frame("link_added", event) { writer in
            writer.field("linked_feature_id", link.linked)
            writer.field("link_type", link.link ?? "related")
        }
    }

    private func commented(_ comment: HtmlGraphComment, _ event: Event) -> [UInt8] {
        let type = known[RowKey.joined(event.project, comment.feature)]?.type
        return HtmlGraphResource(type: type, id: comment.feature).frame("comment_added", event) { writer in
            writer.field("comment_text", comment.text)
            writer.orNull("author", comment.author ?? event.agent)
        }
    }

    private func synchronised(_ sync: SyncChanged, _ event: Event) -> [UInt8] {
        HtmlGraphResource(type: "sync", id: event.project).frame("sync_result", event) { writer in
            writer.field("status", sync.status)
            writer.orNull("operation", sync.operation)
            writer.field("files_changed", sync.filesChanged ?? 0)
            writer.field("conflicts", sync.conflicts ?? [])
            writer.orNull("message", sync.message)
        }
    }
}

extension FeatureChanged {
    /// Whether something else than the status was told.
    fileprivate func says(moreThanStatus own: JSONText?) -> Bool {
        own != nil || title != nil || description != nil || tags != nil || priority != nil
    }
}
