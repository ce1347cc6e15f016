/// Cuts texts into words: runs of letters, digits and the marks that belong to them, in lower case.
///
/// The same rule makes the index and reads the question, so that both agree on every word.
public struct WordSplitter: Sendable {
    private var word: [UInt8] = []

    /// Makes a splitter, to be used for many texts.
    public init() {}

    /// Gives the words of a text in order, each as UTF-8, until the body says stop; tells whether it never did.
    public mutating func split(_ text: String, _ body: ([UInt8]) -> Bool) -> Bool {
        word.removeAll(keepingCapacity: true)
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 {
                if Self.isWord(byte) {
                    word.append(byte | (Self.isUpper(byte) ? 0x20 : 0))
                } else if !end(body) {
                    return false
                }
            }
        } else {
            for scalar in text.unicodeScalars {
                if Self.isWord(scalar) {
                    word.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
                } else if !end(body) {
                    return false
                }
            }
        }
        return end(body)
    }

    /// The words of a text.
    public static func words(of text: String) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var splitter = WordSplitter()
        _ = splitter.split(text) {
            words.append($0); return true
        }
        return words
    }

    private mutating func end(_ body: ([UInt8]) -> Bool) -> Bool {
        if word.isEmpty { return true }
        defer { word.removeAll(keepingCapacity: true) }
        return body(word)
    }

    private static func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }

    private static func isWord(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || isUpper(byte) || (byte >= 0x61 && byte <= 0x7A)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return isWord(UInt8(ascii: scalar)) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
            return true
        default: return false
        }
    }
}
