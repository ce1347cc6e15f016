import PerchModel

/// AgentCraft's words for what agents do.
enum AgentCraftStatus {
    /// The word of a status. Who waits is not at work; the metadata say that it waits.
    static func word(_ status: AgentStatus, _ flavour: AgentCraftFlavour) -> String {
        switch (status, flavour) {
        case (.idle, .document), (.waiting, .document): "IDLE"
        case (.analyzing, .document): "ANALYZING"
        case (.processing, .document): "PROCESSING"
        case (.collaborating, .document): "COLLABORATING"
        case (.completed, .document): "COMPLETED"
        case (.error, .document): "ERROR"
        case (.completed, .source): "finished"
        case (.waiting, .source): "idle"
        case (let other, .source): other.rawValue
        }
    }

    /// What a word stands for, in any case of letters: those of the document, of the source, and Perch's own.
    static func status(_ word: String) -> AgentStatus? {
        switch word.lowercased() {
        case "completing": .processing
        case "finished": .completed
        case let other: AgentStatus(rawValue: other)
        }
    }

    /// Every word there is, for a refusal.
    static let words = AgentStatus.names + ["completing", "finished"]
}

/// Texts as frames carry them.
enum AgentCraftText {
    /// A text's beginning of at most so many bytes, never ending inside a character's bytes.
    static func cut(_ text: String, _ limit: Int = 500) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: limit)
        while end > text.startIndex, text.utf8[end] & 0xC0 == 0x80 { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }

    /// What a sender tells beside is passed on up to so many bytes; cutting it would break it.
    static let detailBytes = 16 << 10
}
