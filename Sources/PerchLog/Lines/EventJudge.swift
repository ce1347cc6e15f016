import PerchModel

/// Decides for a line whether a filter lets it through. Confined to a thread.
final class EventJudge {
    private let fields: FieldFilter

    init(_ filter: EventFilter) {
        fields = FieldFilter(filter)
    }

    func passes(_ bytes: [UInt8], _ line: Range<Int>) throws(PerchError) -> Bool {
        fields.matches(bytes, line)
    }
}
