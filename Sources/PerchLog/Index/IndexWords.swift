import PerchJSON
import PerchModel

/// The form in which words go into the index and questions are put to it: already cut and in lower case, so that the index's own
/// tokenizer, which only cuts at spaces and folds ASCII, cannot disagree.
enum IndexWords {
    /// Words are indexed by so many bytes; what a longer one goes on with is checked in the line.
    static let maxBytes = 64

    /// An event's words, each once, with spaces between.
    static func text(of event: JSONObject) -> String {
        var seen: Set<[UInt8]> = []
        var text: [UInt8] = []
        var splitter = WordSplitter()
        _ = EventWords.texts(of: event) { part in
            splitter.split(part) { word in
                let word = cut(word)
                guard seen.insert(word).inserted else { return true }
                if !text.isEmpty { text.append(UInt8(ascii: " ")) }
                text.append(contentsOf: word)
                return true
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The question for events that have words beginning so.
    static func question(_ words: EventWords) -> String {
        words.words.map { "\"\(String(decoding: cut($0), as: UTF8.self))\" *" }.joined(separator: " AND ")
    }

    /// The beginning of a word that is indexed: whole characters only.
    private static func cut(_ word: [UInt8]) -> [UInt8] {
        guard word.count > maxBytes else { return word }
        var end = maxBytes
        while end > 0, word[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(word[..<end])
    }
}
