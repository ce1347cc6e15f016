/// Words.
public enum EventWords: Sendable {
    /// Words.
    public static func words(of text: String) -> [String] { text.lowercased().split(separator: " ").map(String.init) }
}
extension EventFilter {
    /// Matches.
    public func matches(_ event: Event, line: ArraySlice<UInt8>) -> Bool { matchesFields(of: event) }
}
