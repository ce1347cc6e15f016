/// How a sub-agent judges its own work.
enum HookOutcome: String {
    case functional, partial, scaffolding, fail
}

/// The block a sub-agent ends its report with:
///
/// ```text
/// === STATUS-TRUTH MARKER ===
/// shipped: functional
/// ```
enum StatusMarker {
    private static let heading = Array("=== STATUS-TRUTH MARKER ===".utf8)
    private static let key = Array("shipped:".utf8)

    /// What the first `shipped:` behind the heading says, or the first before it where none is behind; nil where there is no
    /// heading, no such line, or another word.
    static func outcome(in text: [UInt8]) -> HookOutcome? {
        guard let end = end(of: heading, in: text[...]) else { return nil }
        return (word(in: text[end...]) ?? word(in: text[..<end])).flatMap { HookOutcome(rawValue: $0) }
    }

    /// The first word of the first line that begins with the key, in lower case.
    private static func word(in text: ArraySlice<UInt8>) -> String? {
        var rest = text
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            if let word = word(of: line.drop(while: isDecoration)) { return word }
            rest = rest[line.endIndex...].dropFirst()
        }
        return nil
    }

    private static func word(of line: ArraySlice<UInt8>) -> String? {
        guard line.prefix(key.count).elementsEqual(key, by: { $0 | 0x20 == $1 }) else { return nil }
        var word = line.dropFirst(key.count).drop(while: isDecoration).prefix { $0 > 0x20 }
        while let last = word.last, isDecoration(last) || ".,;".utf8.contains(last) { word.removeLast() }
        return String(decoding: word, as: UTF8.self).lowercased()
    }

    /// Spaces, and what Markdown puts around a line or a word.
    private static func isDecoration(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || "*`-_>".utf8.contains(byte)
    }

    private static func end(of needle: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        var rest = text
        while let start = rest.firstIndex(of: needle[0]) {
            rest = rest[start...]
            if rest.starts(with: needle) { return start + needle.count }
            rest = rest.dropFirst()
        }
        return nil
    }
}
