import PerchModel

/// What clients may call themselves.
enum AgentCraftClientID {
    /// Leniently up to 64 letters, digits, `_`, `.` and `-`, as the document's own examples are; strictly `client_<digits>_<letters or digits>`,
    /// as its check has it.
    static func isValid(_ id: String, isStrict: Bool) -> Bool {
        guard (1...64).contains(id.utf8.count) else { return false }
        if isStrict { return isStrictlyValid(id) }
        return id.utf8.allSatisfy { isDigit($0) || isLower($0) || isLower($0 | 0x20) || marks.contains($0) }
    }

    private static func isStrictlyValid(_ id: String) -> Bool {
        let parts = id.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0].elementsEqual("client".utf8)
            && !parts[1].isEmpty && parts[1].allSatisfy(isDigit)
            && !parts[2].isEmpty && parts[2].allSatisfy { isDigit($0) || isLower($0) }
    }

    private static let marks = Array("_.-".utf8)

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}

/// A client whose id is none: it is let in and told why it has to go, as browsers show no other reason.
struct AgentCraftRefusal: Conversation {
    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        .done([.close(1008, reason: "Invalid client ID")])
    }
}
