/// How a piece of a line looks.
struct Style: Equatable, Sendable {
    /// The select graphic rendition's parameters (ECMA-48, 8.3.117).
    let code: String

    static let plain = Style(code: "")
    static let dim = Style(code: "2")
    static let bold = Style(code: "1")
    static let green = Style(code: "32")
    static let red = Style(code: "31")
    static let yellow = Style(code: "33")
    static let blue = Style(code: "34")
    static let magenta = Style(code: "35")
    static let cyan = Style(code: "36")
    static let alarm = Style(code: "1;33")

    /// Colours that are told apart and read well on dark and on light ground.
    private static let agents = [33, 37, 64, 67, 97, 98, 102, 108, 130, 132, 136, 139, 166, 168, 172, 173]

    /// A colour of its own for each agent, the same every time.
    static func agent(_ agent: String, of project: String) -> Style {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in project.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        for byte in agent.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        // Ids that differ in one letter only must not look alike, so the hash is mixed once more.
        var mixer = SplitMix64(seed: hash)
        return Style(code: "38;5;\(mixer.pick(agents))")
    }
}

/// A line made of pieces that each have a style, cut to a width.
struct StyledLine: Equatable, Sendable {
    private(set) var pieces: [(text: String, style: Style)] = []

    static func == (left: StyledLine, right: StyledLine) -> Bool {
        left.pieces.elementsEqual(right.pieces) { $0 == $1 }
    }

    /// Adds text that is safe for a terminal already.
    mutating func append(_ text: String, _ style: Style = .plain) {
        if !text.isEmpty { pieces.append((text, style)) }
    }

    /// Without colours.
    var plain: String { pieces.map(\.text).joined() }

    /// The line for a terminal: at most so many columns, with or without colours.
    func text(columns: Int, colours: Bool) -> String {
        var result = ""
        var left = columns
        for (text, style) in pieces {
            guard left > 0 else { break }
            let cut = CellWidth.cut(text, to: left)
            left -= CellWidth.of(cut)
            if cut != text { left = 0 }
            result += colours && !style.code.isEmpty ? "\u{1B}[\(style.code)m\(cut)\u{1B}[0m" : cut
        }
        return result
    }
}
