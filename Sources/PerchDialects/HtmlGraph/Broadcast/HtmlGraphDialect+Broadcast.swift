import PerchJSON
import PerchModel

extension HtmlGraphDialect {
    /// What agents do to features, tracks and spikes, told to everybody who watches.
    var broadcastDoors: [Door] {
        [
            .socket("/ws/broadcasts", broadcasts),
            .post("/api/broadcast/features/{id}", Self.changeFeature),
            .post("/api/broadcast/features/{id}/status", Self.moveFeature),
            .post("/api/broadcast/features/{id}/links", Self.linkFeature),
            .post("/api/broadcast/features/{id}/comments", Self.commentFeature),
            .post("/api/broadcast/tracks/{id}") { ask throws(PerchError) in try Self.changeOther(ask, "track") },
            .post("/api/broadcast/spikes/{id}") { ask throws(PerchError) in try Self.changeOther(ask, "spike") },
        ]
    }

    @Sendable private func broadcasts(_ ask: Ask) throws(PerchError) -> Reception {
        let client = HtmlGraphClient(HtmlGraphBroadcasts(project: ask.project), id: ask.newID())
        return reception(client, at: "broadcasts", of: ask)
    }

    private static let statuses = ["todo", "in_progress", "blocked", "done"]
    private static let links = ["depends_on", "blocks", "related"]

    /// A feature nobody has heard of is made where it is given a title.
    @Sendable private static func changeFeature(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let request = try HtmlGraphChange(ask)
        let change = try request.read { body throws(JSONError) in
            FeatureChanged(
                feature: request.id, title: try body.string("title"), status: try body.string("status"),
                description: try body.string("description"), tags: try body.strings("tags"),
                priority: try body.string("priority"))
        }
        return .look { picture throws(PerchError) in
            if change.title == nil { try request.find(in: picture) }
            return .report([request.sender.draft(.featureChanged(change))], request.answer("feature_id"))
        }
    }

    @Sendable private static func moveFeature(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let request = try HtmlGraphChange(ask)
        let status = try request.read { body throws(JSONError) in try body.requiredString("new_status") }
        guard statuses.contains(status) else {
            throw PerchError(
                .badRequest, "Invalid status: \(status). Must be one of: \(statuses.joined(separator: ", "))")
        }
        return .look { picture throws(PerchError) in
            let old = try request.find(in: picture).status
            return .report(
                request.moves(to: status),
                request.answer("feature_id") { writer in
                    writer.orNull("old_status", old)
                    writer.field("new_status", status)
                })
        }
    }

    @Sendable private static func linkFeature(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let request = try HtmlGraphChange(ask)
        let (linked, type) = try request.read { body throws(JSONError) in
            (try body.requiredString("linked_feature_id"), try body.requiredString("link_type"))
        }
        guard links.contains(type) else {
            throw PerchError(
                .badRequest, "Invalid link type: \(type). Must be one of: \(links.joined(separator: ", "))")
        }
        return .look { picture throws(PerchError) in
            guard request.row(of: request.id, in: picture) != nil, request.row(of: linked, in: picture) != nil else {
                throw PerchError(.notFound, "One or both features not found")
            }
            let link = FeatureLinked(feature: request.id, linked: linked, link: type)
            return .report(
                [request.sender.draft(.featureLinked(link))],
                request.answer("feature_id") { writer in
                    writer.field("linked_feature_id", linked)
                    writer.field("link_type", type)
                })
        }
    }

    @Sendable private static func commentFeature(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let request = try HtmlGraphChange(ask)
        let comment = try request.read { body throws(JSONError) in
            HtmlGraphComment(
                feature: request.id, text: try body.requiredString("comment_text"), author: try body.string("author"))
        }
        if let author = comment.author, Person.isNamed(author) { try ask.grant.require(.control) }
        return .look { picture throws(PerchError) in
            try request.find(in: picture)
            return .report([request.sender.draft(comment.body)], request.answer("feature_id"))
        }
    }

    /// A track or a spike is whatever its sender says of it; it is told to others as it came.
    private static func changeOther(_ ask: Ask, _ type: String) throws(PerchError) -> Reaction<Answer> {
        let request = try HtmlGraphChange(ask)
        let own = try request.read { body throws(JSONError) in body }
        let change = FeatureChanged(
            feature: request.id, type: type, title: own["title"]?.stringValue, status: own["status"]?.stringValue,
            description: own["description"]?.stringValue, priority: own["priority"]?.stringValue)
        var draft = request.sender.draft(.featureChanged(change))
        draft.raw = own.element.text()
        return .report([draft], request.answer(type == "track" ? "track_id" : "spike_id"))
    }
}

/// A change somebody asks for, to the feature, track or spike that the path names.
struct HtmlGraphChange: Sendable {
    let sender: HtmlGraphSender
    let id: String
    private let ask: Ask

    init(_ ask: Ask) throws(PerchError) {
        sender = try HtmlGraphSender(ask)
        id = ask[parameter: "id"]
        self.ask = ask
        guard id.isName else { throw PerchError(.badRequest, "An id must be 1 to 512 characters.") }
    }

    /// Reads the body.
    func read<Value>(_ read: (JSONObject) throws(JSONError) -> Value) throws(PerchError) -> Value {
        let body = try ask.object()
        do { return try read(body) } catch { throw HtmlGraphFault.refusing(error) }
    }

    /// The events of a change of status: the agent is on the feature from then on, unless it is done.
    func moves(to status: String) -> [Draft] {
        let change = sender.draft(.featureChanged(FeatureChanged(feature: id, status: status)))
        return status == "done" ? [change] : [change, sender.draft(.agentUpdated(AgentUpdated(feature: id)))]
    }

    func row(of feature: String, in picture: some Picture) -> FeatureRow? {
        let key = RowKey.joined(sender.project, "feature", feature)
        guard case .feature(let row)? = picture.row(ofKind: .feature, key) else { return nil }
        return row
    }

    /// The feature the path names.
    @discardableResult
    func find(in picture: some Picture) throws(PerchError) -> FeatureRow {
        guard let row = row(of: id, in: picture) else { throw PerchError(.notFound, "Feature \(id) not found") }
        return row
    }

    /// The answer to a change that was made.
    func answer(_ key: StaticString, _ more: (inout JSONWriter) -> Void = { _ in }) -> Answer {
        .object { writer in
            writer.field("success", true)
            writer.field(key, id)
            more(&writer)
            writer.field("clients_notified", ask.audience.count(of: HtmlGraphDialect.name))
            writer.field("timestamp", ask.now)
        }
    }
}
