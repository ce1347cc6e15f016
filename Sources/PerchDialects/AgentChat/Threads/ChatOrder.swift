import PerchJSON
import PerchModel

/// What a client asks to be done about a conversation: a body's fields under any of the names they go by in the original.
struct ChatOrder {
    private let object: JSONObject
    private let ask: Ask

    init(_ ask: Ask) throws(PerchError) {
        object = try ask.object()
        self.ask = ask
    }

    /// A text by the first of its names that is there; a query's where the body has none.
    func text(_ names: StaticString...) throws(PerchError) -> String? {
        for name in names {
            do { if let text = try object.string(name) { return text } } catch { throw PerchError(refusing: error) }
        }
        for name in names {
            if let text = ask.query("\(name)") { return text }
        }
        return nil
    }

    /// The name of an agent, a run or a conversation.
    func name(_ names: StaticString...) throws(PerchError) -> String? {
        for name in names {
            guard let text = try text(name), !text.isEmpty else { continue }
            guard text.isName else { throw Self.refusal(name, "must be a text of 1 to 512 characters") }
            return text
        }
        return nil
    }

    /// The fields that describe something, an object.
    var metadata: JSONText? {
        get throws(PerchError) {
            do { return try object.object("metadata")?.element.text() } catch { throw PerchError(refusing: error) }
        }
    }

    /// A word out of a list, in any case of letters.
    func word(_ name: StaticString, of words: [String], or usual: String?) throws(PerchError) -> String {
        guard let word = try text(name)?.lowercased() ?? usual else { throw Self.refusal(name, "is required") }
        guard words.contains(word) else { throw Self.refusal(name, "must be one of " + words.joined(separator: ", ")) }
        return word
    }

    /// Insists on a value.
    static func present(_ value: String?, _ name: StaticString) throws(PerchError) -> String {
        guard let value else { throw refusal(name, "is required") }
        return value
    }

    static func refusal(_ name: StaticString, _ reason: String) -> PerchError {
        PerchError(.invalidParameter, "The field \"\(name)\" \(reason).", parameter: "\(name)")
    }
}

@available(*, unavailable) extension ChatOrder: Sendable {}
