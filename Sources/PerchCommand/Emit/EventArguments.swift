import PerchJSON
import PerchModel

/// An event written as words of a command line: `KIND FIELD=TEXT FIELD:=JSON …`.
struct EventArguments: Equatable {
    /// The event as the native protocol takes it.
    let json: [UInt8]

    init(_ settings: Settings, _ words: [String]) throws(UsageError) {
        let kind = words.first ?? ""
        guard !kind.isEmpty, !kind.contains("=") else {
            throw UsageError("The kind comes first: perch emit KIND [FIELD=TEXT | FIELD:=JSON]...", command: .emit)
        }
        let data = try Self.data(words.dropFirst())
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("kind", kind)
            if let text = settings.text("time") { Self.write(time: text, to: &writer) }
            writer.field("project", settings.text("project"))
            writer.field("session", settings.text("session"))
            writer.field("agent", settings.text("agent"))
            writer.field("id", settings.text("id"))
            if !words.dropFirst().isEmpty { writer.field("data", data) }
        }
        json = writer.bytes
        try Self.check(json, kind: kind)
    }

    /// Epoch milliseconds are a number of the protocol, anything else a text.
    private static func write(time text: String, to writer: inout JSONWriter) {
        writer.key("time")
        if let whole = Int64(text) {
            writer.value(whole)
        } else if let milliseconds = Double(text) {
            writer.value(milliseconds)
        } else {
            writer.value(text)
        }
    }

    private static func data(_ words: ArraySlice<String>) throws(UsageError) -> JSONText {
        var seen: Set<String> = []
        var writer = JSONWriter()
        try writer.object { (writer: inout JSONWriter) throws(UsageError) in
            for word in words {
                let (field, value) = try Self.field(word)
                guard seen.insert(field).inserted else {
                    throw UsageError("The field \(VisibleText.of(field, limit: 64)) is given twice.", command: .emit)
                }
                writer.key(field)
                writer.raw(value)
            }
        }
        return writer.text
    }

    /// One `FIELD=TEXT` or `FIELD:=JSON`.
    private static func field(_ word: String) throws(UsageError) -> (String, JSONText) {
        guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
            throw UsageError(
                "\"\(VisibleText.of(word, limit: 64))\" is no field: write FIELD=TEXT, or FIELD:=JSON for a number, truth "
                    + "value, list or object.", command: .emit)
        }
        let name = word[..<equals]
        let value = word[word.index(after: equals)...]
        guard name.hasSuffix(":") else {
            var writer = JSONWriter()
            writer.value(String(value))
            return (String(name), writer.text)
        }
        let field = String(name.dropLast())
        guard !field.isEmpty else { throw UsageError("A field needs a name before :=.", command: .emit) }
        do { return (field, try JSONText(validating: Array(value.utf8))) } catch {
            throw UsageError(
                "The value of \(VisibleText.of(field, limit: 64)) is not JSON: \(error.message)", command: .emit)
        }
    }

    /// What the server would refuse is refused here, before anything is sent; a kind near to a known one is a slip.
    private static func check(_ json: [UInt8], kind: String) throws(UsageError) {
        do {
            _ = try Draft(sent: try JSONParser().parse(json).object(), source: "native")
        } catch { throw UsageError("The event would be refused: \(error.message)", command: .emit) }
    }

    /// A known kind that this one is probably meant to be; nil where it is known or like none.
    static func likelyKind(for kind: String) -> String? {
        guard Kind(rawValue: kind) == nil else { return nil }
        return Nearest.word(to: kind, among: Kind.allCases.map(\.rawValue))
    }
}
