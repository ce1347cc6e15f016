import PerchJSON
import PerchModel

/// What is wrong with a field, as the original's web framework tells it with the status 422.
enum HtmlGraphFault {
    /// A field or header that is not there.
    static func missing(_ field: String) -> PerchError {
        PerchError(.unprocessable, "field required", parameter: field)
    }

    /// A body that is no JSON, or has a field of a wrong type.
    static func refusing(_ error: JSONError) -> PerchError {
        guard let field = error.field else { return PerchError(refusing: error) }
        return error.code == .missing ? missing(field) : PerchError(.unprocessable, error.reason, parameter: field)
    }

    /// Writes `{"loc":["body","title"],"msg":…,"type":…}`.
    static func write(_ field: String, _ message: String, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("loc", [field.hasPrefix("x-") ? "header" : "body", field])
            writer.field("msg", message)
            writer.field("type", message == "field required" ? "value_error.missing" : "type_error")
        }
    }
}

/// Whoever reports through `/api/broadcast`: both headers are asked for at each of its doors.
struct HtmlGraphSender {
    let agent: String
    let session: String
    let project: String

    init(_ ask: Ask) throws(PerchError) {
        agent = try Self.name(ask, "x-agent-id")
        session = try Self.name(ask, "x-session-id")
        project = ask.project ?? Draft.defaultProject
    }

    private static func name(_ ask: Ask, _ header: String) throws(PerchError) -> String {
        guard let name = ask.headers[header], !name.isEmpty else { throw HtmlGraphFault.missing(header) }
        guard name.isName else {
            throw PerchError(.unprocessable, "must be 1 to 512 characters", parameter: header)
        }
        return name
    }

    /// What it reports.
    func draft(_ body: Body) -> Draft {
        Draft(body, source: HtmlGraphDialect.name, project: project, session: session, agent: agent)
    }
}
