import PerchJSON
public import PerchModel

/// Daena's real-time collaboration: what agents do, told in twelve kinds of activities by REST and a WebSocket.
public struct DaenaDialect: Dialect {
    /// `daena`
    public static let name = "daena"

    private let settings: DaenaSettings

    /// The dialect, set up.
    public init(_ settings: DaenaSettings = DaenaSettings()) {
        self.settings = settings
    }

    /// The WebSocket, which asks for nothing of its own, and the REST endpoints, which do where a key is set.
    public var doors: [Door] {
        let endpoints = DaenaReading.doors + DaenaReports.doors
        let socket = Door.socket(Self.path("ws"), Self.receive)
        guard let access = settings.access else { return [socket] + endpoints }
        return [socket] + endpoints.map { $0.kept { ask throws(PerchError) in try access.admit(ask) } }
    }

    /// As FastAPI words it: a sentence under `detail`. What came too often is told as Daena's limiter does.
    public func refusal(_ error: PerchError, at now: Timestamp) -> Answer {
        guard error.code == .rateLimited else {
            return .object(status: error.code.status) { $0.field("detail", error.message) }
        }
        var answer = Answer.object(status: error.code.status) { writer in
            writer.field("error", error.message)
            writer.field("limit_key", DaenaReports.limitKey)
            writer.field("retry_after", error.retryAfter ?? 1)
        }
        answer.headers["x-ratelimit-limit"] = String(DaenaReports.activitiesPerSecond)
        answer.headers["x-ratelimit-remaining"] = "0"
        return answer
    }

    static func path(_ name: String) -> String { "/api/v1/collaboration/\(name)" }

    @Sendable private static func receive(_ ask: Ask) throws(PerchError) -> Reception {
        let names = ask.query("activity_types").map { $0.split(separator: ",").map(String.init) }
        let subscription = DaenaSubscription(project: ask.project, filter: DaenaFilter(names ?? []))
        let conversation = DaenaConversation(subscription, isReplay: ask.isRewound)
        return Reception(conversation, label: ask.query("client_id").map { $0.cut(to: 128) })
    }
}
