import PerchJSON
import PerchModel

/// What a request says, in either of two forms: all in a JSON body, or the plain values in the query and the rest in the body.
struct DaenaFields {
    private let ask: Ask
    /// Nil where there is none.
    private let body: JSONElement?

    init(_ ask: Ask) throws(DaenaInvalid) {
        self.ask = ask
        body = ask.body.contains { $0 > 0x20 } ? try Self.parsed(ask.body) : nil
    }

    private static func parsed(_ bytes: [UInt8]) throws(DaenaInvalid) -> JSONElement {
        do { return try JSONParser().parse(bytes) } catch {
            throw DaenaInvalid(type: "json_invalid", place: ["body"], message: "JSON decode error")
        }
    }

    /// A text that must be there.
    func text(_ key: StaticString) throws(DaenaInvalid) -> String {
        guard let text = try optional(key) else {
            throw DaenaInvalid(type: "missing", place: ["body", "\(key)"], message: "Field required")
        }
        return text
    }

    /// A text that must be there and can be a name.
    func name(_ key: StaticString) throws(DaenaInvalid) -> String {
        try Self.named(try text(key), key)
    }

    /// The same of one that may be left out.
    func optionalName(_ key: StaticString) throws(DaenaInvalid) -> String? {
        guard let text = try optional(key) else { return nil }
        return try Self.named(text, key)
    }

    /// A text that may be left out.
    func optional(_ key: StaticString) throws(DaenaInvalid) -> String? {
        guard let value = body?.objectValue?.value(key) else { return ask.query("\(key)") }
        guard let text = value.stringValue else { throw Self.wrong(key, "string") }
        return text
    }

    /// A truth value that is true where it is left out; in the query in any of the words that FastAPI takes.
    func flag(_ key: StaticString) throws(DaenaInvalid) -> Bool {
        if let value = body?.objectValue?.value(key) {
            guard let truth = value.boolValue else { throw Self.wrong(key, "boolean") }
            return truth
        }
        return try DaenaFields.flag(ask, key) ?? true
    }

    /// A truth value of the query.
    static func flag(_ ask: Ask, _ key: StaticString) throws(DaenaInvalid) -> Bool? {
        switch ask.query("\(key)")?.lowercased() {
        case nil: return nil
        case "true", "1", "yes", "on", "t", "y": return true
        case "false", "0", "no", "off", "f", "n": return false
        default:
            throw DaenaInvalid(
                type: "bool_parsing", place: ["query", "\(key)"], message: "Input should be a valid boolean")
        }
    }

    /// An object that may be left out.
    func object(_ key: StaticString) throws(DaenaInvalid) -> JSONText? {
        guard let value = body?.objectValue?.value(key) else { return nil }
        guard value.objectValue != nil else { throw Self.wrong(key, "dictionary") }
        return value.text()
    }

    /// The metadata where, the plain values being in the query, the body is nothing else.
    func bareMetadata(unless key: StaticString) throws(DaenaInvalid) -> JSONText? {
        guard let body else { return nil }
        guard let object = body.objectValue else { throw Self.wrong("metadata", "dictionary") }
        if object.value(key) != nil || object.count == 1 && object.value("metadata") != nil {
            return try self.object("metadata")
        }
        return object.isEmpty || ask.query("\(key)") == nil ? try self.object("metadata") : body.text()
    }

    /// Names that may be left out; where the body may be bare, they may be all of it.
    func names(_ key: StaticString, orBare isBare: Bool = false) throws(DaenaInvalid) -> [String]? {
        if isBare, let array = body?.arrayValue { return try Self.names(array, key) }
        guard let value = body?.objectValue?.value(key) else { return nil }
        guard let array = value.arrayValue else { throw Self.wrong(key, "list") }
        return try Self.names(array, key)
    }

    private static func names(_ array: JSONArray, _ key: StaticString) throws(DaenaInvalid) -> [String] {
        guard array.count <= 1_000, let names = try? array.strings(), names.allSatisfy(\.isName) else {
            throw wrong(key, "list of names")
        }
        return names
    }

    private static func named(_ text: String, _ key: StaticString) throws(DaenaInvalid) -> String {
        guard text.isName else { throw wrong(key, "name of 1 to 512 characters") }
        return text
    }

    private static func wrong(_ key: StaticString, _ expected: String) -> DaenaInvalid {
        DaenaInvalid(
            type: "\(expected.split(separator: " ")[0])_type", place: ["body", "\(key)"],
            message: "Input should be a valid \(expected)")
    }
}
