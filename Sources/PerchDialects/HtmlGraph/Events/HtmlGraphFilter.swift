import PerchJSON
import PerchModel

/// Which events a client wants; all that it names must hold, and what it does not name is not asked for.
struct HtmlGraphFilter: Hashable, Sendable {
    private var types: [String]?
    private var session: String?
    private var tools: [String]?
    private var tokens: Int64?
    private var statuses: [String]?
    private var features: [String]?

    /// Reads `?filter=`; none lets everything through.
    ///
    /// - Throws: `PerchError` (`invalid_parameter`) where it is no such filter.
    init(_ text: String?) throws(PerchError) {
        guard let text else { return }
        do {
            let fields = try JSONParser().parse(Array(text.utf8)).object()
            types = try fields.strings("event_types")
            session = try fields.string("session_id")
            tools = try fields.strings("tool_names")
            tokens = try fields.int64("cost_threshold_tokens")
            statuses = try fields.strings("statuses")
            features = try fields.strings("feature_ids")
        } catch {
            throw PerchError(.invalidParameter, "The filter is not understood: \(error.message)", parameter: "filter")
        }
    }

    func passes(_ told: HtmlGraphEvent) -> Bool {
        Self.holds(types, told.type)
            && (session == nil || session == told.event.session)
            && Self.holds(tools, told.tool)
            && told.tokens >= tokens ?? .min
            && Self.holds(statuses, told.status)
            && Self.holds(features, told.feature)
    }

    /// An empty list asks for nothing, as in the original.
    private static func holds(_ wanted: [String]?, _ value: String?) -> Bool {
        guard let wanted, !wanted.isEmpty else { return true }
        return value.map(wanted.contains) ?? false
    }
}
