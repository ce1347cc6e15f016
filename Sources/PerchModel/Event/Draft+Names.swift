import PerchJSON

extension Draft {
    /// Sees to it that the names are ones that can be read back from the log, whichever dialect made the draft.
    ///
    /// - Throws: `PerchError` (`invalid_event`) naming the field.
    public func checkNames() throws(PerchError) {
        try Self.check(body.name, "kind")
        try Self.check(project, "project")
        if let session { try Self.check(session, "session") }
        if let agent { try Self.check(agent, "agent") }
        if let id { try Self.check(id, "id") }
        if let data { try Self.check(data) }
        if case .other(_, let data) = body { try Self.check(data) }
    }

    /// What is no object could not be read back as an event's data.
    private static func check(_ data: JSONText) throws(PerchError) {
        guard data.bytes.first == UInt8(ascii: "{") else {
            throw PerchError(.invalidEvent, "\"data\" must be an object.", parameter: "data")
        }
    }

    private static func check(_ name: String, _ field: String) throws(PerchError) {
        guard name.isName else {
            throw PerchError(.invalidEvent, "\"\(field)\" must be \(String.nameRule).", parameter: field)
        }
    }
}

extension String {
    /// Whether it is not empty and at most 512 characters (Unicode scalars), so that keys stay small everywhere.
    public var isName: Bool { !isEmpty && (utf8.count <= 512 || unicodeScalars.count <= 512) }

    /// What a name has to be.
    static let nameRule = "a text of 1 to 512 characters"
}
