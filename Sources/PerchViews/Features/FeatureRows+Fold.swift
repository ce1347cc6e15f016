import PerchModel

extension FeatureRow {
    /// Whether its status says that there is nothing left to do.
    var isDone: Bool {
        guard let status else { return false }
        return Self.isDone(status)
    }

    static func isDone(_ status: String) -> Bool {
        switch status.lowercased() {
        case "done", "completed", "complete", "closed", "finished", "deleted", "cancelled": true
        default: false
        }
    }

    mutating func take(_ change: FeatureChanged, by agent: String?) {
        type = change.type.cut(to: TextLimit.name) ?? type
        title = change.title.cut(to: TextLimit.name) ?? title
        status = change.status.cut(to: TextLimit.name) ?? status
        description = change.description.cut(to: TextLimit.message) ?? description
        tags = change.tags?.cut(to: TextLimit.name, items: ListLimit.tags) ?? tags
        priority = change.priority.cut(to: TextLimit.name) ?? priority
        changedBy = agent ?? changedBy
    }

    mutating func link(_ link: FeatureLinked) {
        let one = FeatureLink(linked: link.linked.cut(to: TextLimit.id), link: link.link.cut(to: TextLimit.name))
        guard links.count < ListLimit.links, !links.contains(one) else { return }
        links.append(one)
    }
}

extension SyncRow {
    init(_ sync: SyncChanged, after before: SyncRow?, _ occasion: Occasion) {
        self.init(project: occasion.project, status: sync.status.cut(to: TextLimit.name), time: occasion.time)
        operation = sync.operation.cut(to: TextLimit.name)
        filesChanged = sync.filesChanged.map { Optional($0).counted }
        conflicts = (sync.conflicts ?? []).cut(to: TextLimit.target, items: ListLimit.conflicts)
        message = sync.message.cut(to: TextLimit.message)
        agent = occasion.agent
        lastPush = operation == "push" ? occasion.time : before?.lastPush
        lastPull = operation == "pull" ? occasion.time : before?.lastPull
        config = sync.config.kept ?? before?.config
    }
}
