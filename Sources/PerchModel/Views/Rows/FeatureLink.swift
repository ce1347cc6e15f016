import PerchJSON

/// One link of a feature to another.
public struct FeatureLink: Sendable, Equatable {
    /// The feature it is linked to.
    public var linked: String
    /// What kind of link it is.
    public var link: String?

    /// Creates a link.
    public init(linked: String, link: String? = nil) {
        self.linked = linked
        self.link = link
    }

    init(_ object: JSONObject) throws(JSONError) {
        linked = try object.requiredString("linked")
        link = try object.string("link")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("linked", linked)
            writer.field("link", link)
        }
    }
}
