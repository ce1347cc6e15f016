public import PerchJSON

/// A token as it is kept: everything about it but its secret.
public struct StoredToken: Sendable, Equatable {
    /// What it is called by; nobody else's.
    public let id: String
    /// What its maker calls it.
    public let name: String?
    /// What it is for.
    public let scope: Scope
    /// The SHA-256 of its secret.
    public let digest: [UInt8]
    /// When it was made.
    public let created: Timestamp
    /// When it ends; nil for never.
    public let expires: Timestamp?
    /// When it was last shown, as far as that was written down.
    public var used: Timestamp?

    /// Describes a token.
    public init(
        id: String, name: String? = nil, scope: Scope, digest: [UInt8], created: Timestamp, expires: Timestamp? = nil,
        used: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.scope = scope
        self.digest = digest
        self.created = created
        self.expires = expires
        self.used = used
    }

    /// Whether it opens anything at a time.
    public func isLive(at now: Timestamp) -> Bool { expires.map { now < $0 } ?? true }
}

extension StoredToken {
    init(_ object: JSONObject) throws(JSONError) {
        id = try object.requiredString("id")
        name = try object.string("name")
        guard let scope = Scope(rawValue: try object.requiredString("scope")) else { throw object.wrong("scope") }
        self.scope = scope
        guard let digest = Hexadecimal.bytes(try object.requiredString("sha256")), digest.count == 32 else {
            throw object.wrong("sha256")
        }
        self.digest = digest
        guard let created = try object.time("created") else { throw object.wrong("created") }
        self.created = created
        expires = try object.time("expires")
        used = try object.time("used")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("name", name)
            writer.field("scope", scope.rawValue)
            writer.field("sha256", Hexadecimal.text(digest))
            writeTimes(to: &writer)
        }
    }

    /// Writes it for whoever asks which tokens there are: without the hash.
    public func writeSummary(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id)
            writer.field("name", name)
            writer.field("scope", scope.rawValue)
            writeTimes(to: &writer)
        }
    }

    private func writeTimes(to writer: inout JSONWriter) {
        writer.field("created", created.description)
        writer.field("expires", expires?.description)
        writer.field("used", used?.description)
    }
}

extension JSONObject {
    fileprivate func time(_ key: StaticString) throws(JSONError) -> Timestamp? {
        guard let text = try string(key) else { return nil }
        guard let time = Timestamp(iso8601: text) else { throw wrong(key) }
        return time
    }

    fileprivate func wrong(_ key: StaticString) -> JSONError {
        JSONError.wrongType(field: "\(key)", expected: "as Perch wrote it")
    }
}
