import PerchJSON
import PerchModel

/// Decides for a line whether a filter lets it through: its fields by their bytes, and only then its words. Confined to a thread.
final class EventJudge {
    let fields: FieldFilter
    let words: EventWords
    private lazy var parser = JSONParser.ofStoredLines()

    init(_ filter: EventFilter) {
        fields = FieldFilter(filter)
        words = EventWords(filter.words)
    }

    /// Whether a line passes.
    ///
    /// - Throws: `corrupt` where it is no JSON object, which the log never stored.
    func passes(_ bytes: [UInt8], _ line: Range<Int>) throws(PerchError) -> Bool {
        guard fields.matches(bytes, line) else { return false }
        if words.isEmpty { return true }
        do {
            return words.match(try parser.parse(bytes, range: line).object())
        } catch {
            throw LogFault.corrupt("a stored line is no JSON object")
        }
    }
}

extension JSONParser {
    /// A parser for lines of the log: they passed the doors' limits once, and are wrapped a little deeper since.
    static func ofStoredLines() -> JSONParser {
        JSONParser(limits: JSONLimits(maxBytes: AppendCheck.maxBytes * 2, maxDepth: 128))
    }
}
