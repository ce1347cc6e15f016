import PerchModel
import PerchNet

extension Operation {
    /// Every door.
    static let all: [Operation] = [
        postEvents, getEvents, streamEvents, getState, live, health, metrics, openAPI, login, logout,
    ]

    private static let postEvents = Operation(
        method: .post, path: "/v1/events", id: "postEvents",
        summary: "Appends events, all of them or none; answered when they are durable.",
        body: #"""
            {"required":true,"content":{
            "application/json":{"schema":{"anyOf":[{"$ref":"#/components/schemas/Event"},
            {"type":"array","items":{"$ref":"#/components/schemas/Event"}}]}},
            "application/x-ndjson":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/Event"},
            "description":"One event a line."}}}}
            """#,
        answers: [
            (
                200,
                #"""
                {"description":"All of them are in the log.",
                "content":{"application/json":{"schema":{"$ref":"#/components/schemas/Receipt"}}}}
                """#
            )
        ],
        refusals: [.invalidEvent, .unsupportedMediaType, .overloaded, .diskFull, .logFailed])

    private static let getEvents = Operation(
        method: .get, path: "/v1/events", id: "getEvents", summary: "A page of events.",
        parameters: [.after, .before, .limit, .order, .kind, .agent, .session, .project, .q, .log],
        answers: [
            (
                200,
                #"""
                {"description":"The events, and what to give as `after` (as `before`, newest first) for the next page.",
                "headers":{"Perch-Log":{"required":true,"schema":{"type":"string"},"description":"The log's name."},
                "Perch-Next":{"schema":{"type":"integer"},"description":"The same as `next`; absent at the end."}},
                "content":{"application/json":{"schema":{"$ref":"#/components/schemas/Page"}},
                "application/x-ndjson":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/StoredEvent"}}}}}
                """#
            )
        ],
        refusals: [.invalidParameter, .historyLost, .corrupt])

    private static let streamEvents = Operation(
        method: .get, path: "/v1/stream", id: "streamEvents",
        summary: "Events as they happen, as server-sent events, or as WebSocket messages on an upgrade.",
        parameters: [.after, .at, .speed, .kind, .agent, .session, .project, .q, .log, .lastEventID],
        answers: [
            (101, #"{"description":"Switching to WebSocket; one event a text message."}"#),
            (
                200,
                #"""
                {"description":"An endless stream; each event's `id:` is its seq and its `data:` a StoredEvent.",
                "headers":{"Perch-Log":{"required":true,"schema":{"type":"string"},"description":"The log's name."},
                "Last-Event-ID":{"schema":{"type":"integer"},
                "description":"After which event a resumed stream really goes on."}},
                "content":{"text/event-stream":{"schema":{"type":"string"}}}}
                """#
            ),
        ],
        refusals: [.invalidParameter, .historyLost, .upgradeRequired, .corrupt])

    private static let getState = Operation(
        method: .get, path: "/v1/state", id: "getState", summary: "The world, now or at any moment of the past.",
        parameters: [.at, .views, .project],
        answers: [
            (
                200,
                #"""
                {"description":"Rows by view and key.",
                "content":{"application/json":{"schema":{"$ref":"#/components/schemas/State"}}}}
                """#
            )
        ],
        refusals: [.invalidParameter, .corrupt])

    private static let live = Operation(
        method: .get, path: "/v1/live", id: "live",
        summary: "WebSocket: a snapshot, then what changes; a client may seek, pause and go back to now.",
        parameters: [.at, .speed], answers: [(101, #"{"description":"Switching to WebSocket."}"#)],
        refusals: [.invalidParameter, .upgradeRequired])

    private static let health = Operation(
        method: .get, path: "/health", id: "health", summary: "Whether the server is well.",
        answers: [
            (
                200,
                #"""
                {"description":"It is.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Health"}}}}
                """#
            )
        ],
        isOpen: true)

    private static let metrics = Operation(
        method: .get, path: "/metrics", id: "metrics", summary: "What the server counts, for Prometheus.",
        answers: [
            (
                200,
                #"""
                {"description":"The text format, version 0.0.4.","content":{"text/plain":{"schema":{"type":"string"}}}}
                """#
            )
        ])

    private static let openAPI = Operation(
        method: .get, path: "/openapi.json", id: "openapi", summary: "This document.",
        answers: [
            (200, #"{"description":"OpenAPI 3.1.","content":{"application/json":{"schema":{"type":"object"}}}}"#)
        ])

    private static let login = Operation(
        method: .get, path: "/login", id: "login",
        summary:
            "Exchanges a token, or the link printed at the start, for a cookie; without one, tells who is logged in.",
        parameters: [.token],
        answers: [
            (200, #"{"description":"Who is logged in.","content":{"text/plain":{"schema":{"type":"string"}}}}"#),
            (
                303,
                #"""
                {"description":"Let in.","headers":{"Set-Cookie":{"required":true,"schema":{"type":"string"},
                "description":"The cookie `perch_token`, HttpOnly and SameSite=Strict."},
                "Location":{"required":true,"schema":{"type":"string"},"description":"Where to go on."}},
                "content":{"text/plain":{"schema":{"type":"string"}}}}
                """#
            ),
        ],
        refusals: [.invalidParameter, .unauthorized, .forbidden, .rateLimited], isOpen: true)

    private static let logout = Operation(
        method: .post, path: "/logout", id: "logout", summary: "Ends the browser's session and its connections.",
        answers: [
            (
                200,
                #"""
                {"description":"The cookie is worth nothing any more.",
                "headers":{"Set-Cookie":{"required":true,"schema":{"type":"string"}}},
                "content":{"text/plain":{"schema":{"type":"string"}}}}
                """#
            )
        ],
        isOpen: true)
}
