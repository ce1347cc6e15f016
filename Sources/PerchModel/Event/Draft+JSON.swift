public import PerchJSON

extension Draft {
    /// Reads an event as a sender writes it: only `kind` is required; what the server gives (`seq`, `received`, `source`) is passed over.
    ///
    /// - Throws: `JSONError` naming the field that is missing, of a wrong type, empty or too long.
    public init(sent object: JSONObject, source: String) throws(JSONError) {
        let kind = try object.name("kind", required: true) ?? ""
        let (body, data) = try Self.body(of: kind, in: object)
        self.init(
            body, source: source,
            project: try object.name("project") ?? Draft.defaultProject,
            session: try object.name("session"),
            agent: try object.name("agent"),
            id: try object.name("id"),
            time: try object.timestamp("time"),
            data: data)
    }

    /// Reads the typed payload and keeps the sender's own data beside it, fields we do not know included.
    private static func body(of kind: String, in object: JSONObject) throws(JSONError) -> (Body, JSONText) {
        guard let element = object["data"], element.kind != .null else {
            return (try body(of: kind, nil, text: .emptyObject), .emptyObject)
        }
        let data = try object.requiredObject("data")
        if kind == Kind.messageSent.rawValue, data.count(where: { $0.key == "from" }) > 1 {
            // Who watches may read the last one, where we read the first.
            throw .wrongType(field: "data.from", expected: "given once")
        }
        let text = element.text()
        return (try body(of: kind, data, text: text), text)
    }

    private static func body(of kind: String, _ data: JSONObject?, text: JSONText) throws(JSONError) -> Body {
        guard let known = Kind(rawValue: kind) else { return .other(name: kind, data: text) }
        do {
            if let data { return try Body(known, data) }
            return try Body(known, JSONParser().parse(text.bytes).object())
        } catch { throw error.inside("data") }
    }
}

extension Event {
    /// Reads an event back from its line in the log.
    ///
    /// - Throws: `JSONError` where the line is not an event this version or an older one wrote.
    public init(stored object: JSONObject) throws(JSONError) {
        var draft = try Draft(sent: object, source: try object.requiredString("source"))
        draft.raw = try object.text("raw")
        guard let seq = try object.int64("seq") else { throw .missing(field: "seq") }
        guard let received = try object.timestamp("received") else { throw .missing(field: "received") }
        self.init(draft, seq: seq, received: received)
    }
}

extension JSONObject {
    /// A name: not empty and at most 512 characters (Unicode scalars), so that keys stay small everywhere.
    func name(_ key: StaticString, required: Bool = false) throws(JSONError) -> String? {
        guard let name = try string(key) else {
            if required { throw .missing(field: "\(key)") }
            return nil
        }
        guard name.isName else { throw .wrongType(field: "\(key)", expected: String.nameRule) }
        return name
    }

    /// A moment as ISO 8601 text or as epoch milliseconds.
    ///
    /// - Throws: `JSONError` naming the field where it is neither.
    public func timestamp(_ key: StaticString) throws(JSONError) -> Timestamp? {
        guard let element = self[key], element.kind != .null else { return nil }
        let time =
            if let text = element.stringValue { Timestamp(iso8601: text) } else {
                element.doubleValue.flatMap(Timestamp.init(milliseconds:))
            }
        guard let time else {
            throw .wrongType(field: "\(key)", expected: "an ISO 8601 time or epoch milliseconds")
        }
        return time
    }
}
