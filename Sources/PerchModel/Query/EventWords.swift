public import PerchJSON

/// The words a question asks for: an event passes where each of them begins some word of its texts.
///
/// An event's texts are its kind, project, session and agent, and every text in its `data`, however deep; the names of fields are not.
public struct EventWords: Sendable, Hashable {
    /// The words, in lower case, as UTF-8; each once.
    public let words: [[UInt8]]

    /// Takes the words of texts; what is between words does not matter.
    public init(_ texts: [String]) {
        var seen: Set<[UInt8]> = []
        words = texts.flatMap(WordSplitter.words(of:)).filter { seen.insert($0).inserted }
    }

    /// The words of a text in lower case, as a question's words are given.
    public static func words(of text: String) -> [String] {
        WordSplitter.words(of: text).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether every event passes.
    public var isEmpty: Bool { words.isEmpty }

    /// Whether an event passes, given as the object its line in the log is.
    public func match(_ event: JSONObject) -> Bool {
        if words.isEmpty { return true }
        var missing = words
        var splitter = WordSplitter()
        let found = !Self.texts(of: event) { text in
            splitter.split(text) { word in
                missing.removeAll { word.starts(with: $0) }
                return !missing.isEmpty
            }
        }
        return found
    }

    /// Gives an event's texts until the body says stop; tells whether it never did.
    public static func texts(of event: JSONObject, _ body: (String) -> Bool) -> Bool {
        for key in ["kind", "project", "session", "agent"] as [StaticString] {
            if let text = event[key]?.stringValue, !body(text) { return false }
        }
        guard let data = event["data"] else { return true }
        return texts(in: data, body)
    }

    /// Depth is bounded by the parser.
    private static func texts(in element: JSONElement, _ body: (String) -> Bool) -> Bool {
        if let text = element.stringValue { return body(text) }
        if let object = element.objectValue { return object.allSatisfy { texts(in: $0.value, body) } }
        if let array = element.arrayValue { return array.allSatisfy { texts(in: $0, body) } }
        return true
    }
}
