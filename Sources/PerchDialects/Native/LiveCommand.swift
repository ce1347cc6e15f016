public import PerchJSON
public import PerchModel

/// What a `/v1/live` client asks for.
public enum LiveCommand: Sendable, Equatable {
    /// Show these views from now on.
    case subscribe(LiveSubscription)
    /// Show this moment; from then on the connection is a replay.
    case seek(Moment)
    /// Play the past at this speed.
    case speed(Double)
    /// Hold the past still.
    case pause
    /// Go back to now.
    case live
    /// Answer with a pong.
    case ping

    /// The speeds a replay can run at.
    public static let speeds = 0.05...1000.0

    /// Reads a client's message.
    ///
    /// - Throws: `PerchError` saying what is wrong; the connection stays.
    public init(_ bytes: [UInt8], parser: JSONParser) throws(PerchError) {
        do {
            let object = try parser.parse(bytes).object()
            self = try Self.read(try object.requiredString("type"), object)
        } catch {
            throw PerchError(.invalidMessage, error.message, parameter: error.field)
        }
    }

    private static func read(_ type: String, _ object: JSONObject) throws(JSONError) -> LiveCommand {
        switch type {
        case "subscribe": return .subscribe(try subscription(object))
        case "seek": return .seek(try moment(object))
        case "speed": return .speed(try speed(object))
        case "pause": return .pause
        case "live": return .live
        case "ping": return .ping
        default: throw .wrongType(field: "type", expected: "one of subscribe, seek, speed, pause, live, ping")
        }
    }

    private static func subscription(_ object: JSONObject) throws(JSONError) -> LiveSubscription {
        let names = try object.strings("views") ?? ViewName.allCases.map(\.rawValue)
        var views: [ViewName] = []
        for name in names {
            guard let view = ViewName(rawValue: name) else {
                let known = ViewName.allCases.map(\.rawValue).joined(separator: ", ")
                throw .wrongType(field: "views", expected: "a list of names out of \(known)")
            }
            views.append(view)
        }
        return LiveSubscription(
            views: views, project: try object.string("project"), events: try object.bool("events") ?? true)
    }

    private static func moment(_ object: JSONObject) throws(JSONError) -> Moment {
        if let seq = object["at"]?.int64Value, seq >= 0 { return .seq(seq) }
        guard let text = object["at"]?.stringValue, let moment = Moment(text) else {
            throw .wrongType(field: "at", expected: "a seq or an ISO 8601 time")
        }
        return moment
    }

    private static func speed(_ object: JSONObject) throws(JSONError) -> Double {
        guard let value = try object.double("value"), speeds.contains(value) else {
            throw .wrongType(field: "value", expected: "a number from \(speeds.lowerBound) to \(speeds.upperBound)")
        }
        return value
    }
}
