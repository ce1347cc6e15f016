import PerchJSON
import PerchModel

/// The answers that refuse, one a status, made from the table of codes.
enum Refusals {
    /// What every door may answer: from the gate, from HTTP itself, and when the server ends or fails.
    static let everywhere: [ErrorCode] = [
        .badRequest, .unauthorized, .forbiddenOrigin, .forbidden, .rateLimited, .requestTimeout, .tooLarge,
        .targetTooLong, .expectationFailed,
        .forbiddenHost, .headersTooLarge, .internalError, .notImplemented, .shuttingDown, .tooManyClients,
        .versionNotSupported,
    ]

    /// The name of a status' answer among the document's components.
    static func name(of status: Int) -> String { "Refused\(status)" }

    static func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for status in Set(ErrorCode.allCases.map(\.status)).sorted() {
                writer.key(name(of: status))
                response(status, to: &writer)
            }
        }
    }

    private static func response(_ status: Int, to writer: inout JSONWriter) {
        let codes = ErrorCode.allCases.filter { $0.status == status }.map(\.rawValue)
        writer.object { writer in
            writer.field("description", "Refused: " + codes.joined(separator: ", ") + ".")
            writer.key("content")
            writer.object { writer in
                writer.key("application/json")
                writer.object { writer in
                    writer.key("schema")
                    Schemas.error(codes, to: &writer)
                }
            }
        }
    }
}
