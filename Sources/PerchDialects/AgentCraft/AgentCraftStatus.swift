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

/// How much of texts frames carry, in bytes.
enum AgentCraftText {
    /// Names and words.
    static let nameBytes = 200
    /// What is said of somebody, in passing.
    static let sentenceBytes = 500
    /// Messages that are what a frame is for.
    static let messageBytes = 4_000
    /// What a sender tells beside is passed on up to so many bytes; cutting it would break it.
    static let detailBytes = 16 << 10
}
