import PerchJSON

/// The text of a tool's response, which comes as a string, as an array, or as an object with `text` or `content`.
enum ResponseText {
    /// What is nested deeper is left out; agents nest three levels.
    private static let deepest = 16

    /// All texts in their order, a line each.
    static func of(_ response: JSONElement?) -> [UInt8] {
        var text: [UInt8] = []
        if let response { add(response, to: &text, depth: 0) }
        return text
    }

    private static func add(_ element: JSONElement, to text: inout [UInt8], depth: Int) {
        guard depth < deepest else { return }
        if let string = element.stringValue {
            text.append(contentsOf: string.utf8)
            text.append(UInt8(ascii: "\n"))
        } else if let array = element.arrayValue {
            for item in array { add(item, to: &text, depth: depth + 1) }
        } else if let object = element.objectValue, let inner = object.value("text") ?? object.value("content") {
            add(inner, to: &text, depth: depth + 1)
        }
    }
}
