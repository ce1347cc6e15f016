import PerchJSON
import PerchModel

/// What a client of the tracking socket says.
enum AgentCraftCommand: Equatable {
    case pong, ping, stopLogs
    case state(String)
    case logs(String)
    /// Nil for the logs of all sessions.
    case startLogs(String?)

    /// Reads a frame.
    ///
    /// - Throws: `PerchError` saying what is wrong with it.
    init(_ text: [UInt8]) throws(PerchError) {
        let frame: JSONObject
        do { frame = try JSONParser(limits: Self.limits).parse(text).object() } catch {
            throw PerchError(.invalidMessage, "A message is one JSON object with a \"type\": \(error.message)")
        }
        switch frame["type"]?.stringValue {
        case "pong": self = .pong
        case "ping": self = .ping
        case "stop_log_streaming": self = .stopLogs
        case "get_session_state": self = .state(try Self.session(frame))
        case "get_session_logs": self = .logs(try Self.session(frame))
        case "start_log_streaming":
            self = .startLogs(frame.value("session_id") == nil ? nil : try Self.session(frame))
        default:
            throw PerchError(
                .invalidMessage, "The \"type\" must be one of \(Self.types.joined(separator: ", ")).", parameter: "type"
            )
        }
    }

    private static let types = [
        "get_session_logs", "get_session_state", "start_log_streaming", "stop_log_streaming", "pong", "ping",
    ]

    private static let limits = JSONLimits(maxBytes: 64 << 10, maxDepth: 16)

    private static func session(_ frame: JSONObject) throws(PerchError) -> String {
        guard let session = frame["session_id"]?.stringValue, session.isName else {
            throw PerchError(
                .invalidMessage, "This needs a \"session_id\": a text of 1 to 512 characters.", parameter: "session_id")
        }
        return session
    }
}
