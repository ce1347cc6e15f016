import PerchJSON
import PerchModel

/// A filter's fields in the form lines are written in, so that a line is judged by comparing bytes.
struct FieldFilter {
    /// A kind that is wanted, or the beginning of kinds.
    struct KindPattern {
        let bytes: [UInt8]
        let isPrefix: Bool

        func matches(_ kind: some Collection<UInt8>) -> Bool {
            isPrefix ? kind.starts(with: bytes) : kind.elementsEqual(bytes)
        }
    }

    let kinds: [KindPattern]
    let project: [UInt8]?
    let session: [UInt8]?
    let agent: [UInt8]?

    init(_ filter: EventFilter) {
        kinds = filter.kinds.map { pattern in
            let isPrefix = pattern.hasSuffix("*")
            return KindPattern(bytes: Self.written(isPrefix ? String(pattern.dropLast()) : pattern), isPrefix: isPrefix)
        }
        project = filter.project.map(Self.written)
        session = filter.session.map(Self.written)
        agent = filter.agent.map(Self.written)
    }

    /// Whether every line passes.
    var isOpen: Bool { kinds.isEmpty && project == nil && session == nil && agent == nil }

    /// A text as it stands in a line, without its quotes.
    static func written(_ text: String) -> [UInt8] {
        var writer = JSONWriter(reserving: text.utf8.count + 2)
        writer.value(text)
        return Array(writer.bytes.dropFirst().dropLast())
    }

    /// Whether a line passes; a line that is not as the log writes it does not.
    func matches(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
        if isOpen { return true }
        guard let fields = LineFields(bytes, in: line) else { return false }
        return Self.matches(project, bytes, fields.project)
            && Self.matches(session, bytes, fields.session)
            && Self.matches(agent, bytes, fields.agent)
            && (kinds.isEmpty || kinds.contains { $0.matches(bytes[fields.kind]) })
    }

    private static func matches(_ wanted: [UInt8]?, _ bytes: [UInt8], _ range: Range<Int>?) -> Bool {
        guard let wanted else { return true }
        guard let range, range.count == wanted.count else { return false }
        return bytes[range].elementsEqual(wanted)
    }
}
