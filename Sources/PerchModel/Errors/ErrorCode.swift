/// Everything that can be refused, in one table: the code on the wire, its HTTP status, its WebSocket close code and whether to try again.
public enum ErrorCode: String, Sendable, CaseIterable {
    case badRequest = "bad_request"
    case requestTimeout = "request_timeout"
    case targetTooLong = "target_too_long"
    case expectationFailed = "expectation_failed"
    case headersTooLarge = "headers_too_large"
    case notImplemented = "not_implemented"
    case versionNotSupported = "version_not_supported"
    case invalidJSON = "invalid_json"
    case invalidEvent = "invalid_event"
    case invalidParameter = "invalid_parameter"
    case invalidMessage = "invalid_message"
    case tooLarge = "too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case unauthorized
    case forbidden
    case unprocessable
    case rateLimited = "rate_limited"
    case forbiddenOrigin = "forbidden_origin"
    case forbiddenHost = "forbidden_host"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case upgradeRequired = "upgrade_required"
    case historyLost = "history_lost"
    case slowClient = "slow_client"
    case tooManyClients = "too_many_clients"
    case overloaded
    case shuttingDown = "shutting_down"
    case diskFull = "disk_full"
    case logFailed = "log_failed"
    case corrupt = "log_corrupt"
    case internalError = "internal_error"

    /// The HTTP status it is answered with.
    public var status: Int {
        switch self {
        case .badRequest, .invalidJSON, .invalidEvent, .invalidParameter, .invalidMessage: 400
        case .unauthorized: 401
        case .forbiddenOrigin, .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .requestTimeout: 408
        case .historyLost: 410
        case .tooLarge: 413
        case .targetTooLong: 414
        case .unsupportedMediaType: 415
        case .expectationFailed: 417
        case .forbiddenHost: 421
        case .unprocessable: 422
        case .upgradeRequired: 426
        case .rateLimited: 429
        case .headersTooLarge: 431
        case .internalError, .corrupt: 500
        case .notImplemented: 501
        case .versionNotSupported: 505
        case .slowClient, .tooManyClients, .overloaded, .shuttingDown, .logFailed: 503
        case .diskFull: 507
        }
    }

    /// The code a WebSocket is closed with (RFC 6455, 7.4.1).
    public var closeCode: UInt16 {
        switch self {
        case .shuttingDown: 1001
        case .invalidJSON, .invalidEvent, .invalidParameter, .invalidMessage, .notFound: 1008
        case .unauthorized, .forbiddenOrigin, .forbiddenHost, .methodNotAllowed: 1008
        case .forbidden, .unprocessable: 1008
        case .unsupportedMediaType, .upgradeRequired: 1008
        case .badRequest, .requestTimeout, .targetTooLong, .expectationFailed, .headersTooLarge: 1008
        case .notImplemented, .versionNotSupported: 1008
        case .tooLarge: 1009
        case .internalError, .corrupt, .historyLost: 1011
        case .slowClient, .tooManyClients, .overloaded, .diskFull, .logFailed, .rateLimited: 1013
        }
    }

    /// Whether the same call may succeed later without a change.
    public var isTemporary: Bool {
        switch self {
        case .slowClient, .tooManyClients, .overloaded, .shuttingDown, .diskFull, .logFailed, .rateLimited: true
        default: false
        }
    }
}
