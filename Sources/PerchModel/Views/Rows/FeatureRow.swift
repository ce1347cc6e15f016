public import PerchJSON

/// A row of `features`: one feature, track or spike.
public struct FeatureRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// Its id.
    public var feature: String
    /// `feature`, `track` or `spike`.
    public var type: String?
    /// Its title.
    public var title: String?
    /// How it stands.
    public var status: String?
    /// What it is about.
    public var description: String?
    /// Its tags.
    public var tags: [String] = []
    /// How urgent it is.
    public var priority: String?
    /// The agents that are on it.
    public var workers: [String] = []
    /// The features it is linked to.
    public var links: [FeatureLink] = []
    /// The agent that last changed it.
    public var changedBy: String?
    /// When it was first heard of.
    public var created: Timestamp?
    /// When it last changed.
    public var updated: Timestamp?

    /// Creates the row with what it cannot be without.
    public init(project: String, feature: String) {
        self.project = project
        self.feature = feature
    }

    /// Its kind.
    public static var kind: RowKind { .feature }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "feature", feature) }
    /// It as a row.
    public var row: Row { .feature(self) }
}

extension FeatureRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        feature = try object.requiredString("feature")
        type = try object.string("type")
        title = try object.string("title")
        status = try object.string("status")
        description = try object.string("description")
        tags = try object.strings("tags") ?? []
        priority = try object.string("priority")
        workers = try object.strings("workers") ?? []
        links = try object.links("links")
        changedBy = try object.string("changed_by")
        created = try object.moment("created")
        updated = try object.moment("updated")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("feature", feature)
        writer.field("type", type)
        writer.field("title", title)
        writer.field("status", status)
        writer.field("description", description)
        writer.field("tags", tags.isEmpty ? nil : tags)
        writer.field("priority", priority)
        writer.field("workers", workers.isEmpty ? nil : workers)
        writer.links("links", links)
        writer.field("changed_by", changedBy)
        writer.moment("created", created)
        writer.moment("updated", updated)
    }
}
