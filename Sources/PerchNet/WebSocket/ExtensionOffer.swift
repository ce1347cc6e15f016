/// One extension of a `Sec-WebSocket-Extensions` header (RFC 6455 9.1): a name and its parameters.
struct ExtensionOffer {
    var name: String
    var parameters: [(name: String, value: String?)]

    /// The extensions of one header line, in order. Names are compared without case, so they come in lower case.
    static func parse(_ header: String) -> [ExtensionOffer] {
        split(header, at: ",").compactMap { item in
            let parts = split(item, at: ";")
            guard let name = parts.first, !name.isEmpty else { return nil }
            return ExtensionOffer(name: name.lowercased(), parameters: parts.dropFirst().map(parameter))
        }
    }

    private static func parameter(_ text: String) -> (name: String, value: String?) {
        guard let equals = text.firstIndex(of: "=") else { return (text.lowercased(), nil) }
        let value = trim(text[text.index(after: equals)...])
        return (trim(text[..<equals]).lowercased(), unquote(value))
    }

    /// A value may be a quoted string, in which a backslash takes the next character as it is (RFC 9110 5.6.4).
    private static func unquote(_ text: String) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        var plain = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                plain.append(character)
                isEscaped = false
            }
        }
        return plain
    }

    /// Splits outside of quoted strings and trims each part.
    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts: [String] = [""]
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && character == "\\" && !isEscaped
            if character == separator, !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.map { trim($0[...]) }
    }

    private static func trim(_ text: Substring) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = text.drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(start[...last])
    }
}
