import PerchJSON
import PerchModel
import PerchNet

/// One door as the document tells it. The doors themselves are routes; a test holds the two lists against each other.
struct Operation: Sendable {
    /// The method.
    let method: HTTPMethod
    /// The path.
    let path: String
    /// The name generated clients call it by.
    let id: StaticString
    /// What it does, in a sentence.
    let summary: StaticString
    /// The parameters it knows.
    var parameters: [Parameter] = []
    /// What is sent, as a requestBody object.
    var body: StaticString?
    /// The answers that are no refusals, by status.
    let answers: [(status: Int, response: StaticString)]
    /// What it refuses besides what every door does.
    var refusals: [ErrorCode] = []
    /// Whether it answers without the token.
    var isOpen = false

    /// `{path:{method:operation}}` of all of them.
    static func writePaths(to writer: inout JSONWriter) {
        var paths: [String] = []
        for operation in all where !paths.contains(operation.path) { paths.append(operation.path) }
        writer.object { writer in
            for path in paths {
                writer.key(path)
                writer.object { writer in
                    for operation in all where operation.path == path {
                        writer.key(operation.method.rawValue.lowercased())
                        operation.write(to: &writer)
                    }
                }
            }
        }
    }

    private func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("operationId", "\(id)")
            writer.field("summary", "\(summary)")
            if isOpen {
                writer.key("security")
                writer.array { _ in }
            }
            if !parameters.isEmpty {
                writer.key("parameters")
                writer.array { writer in
                    for parameter in parameters { parameter.writeReference(to: &writer) }
                }
            }
            if let body {
                writer.key("requestBody")
                writer.raw(body)
            }
            writer.key("responses")
            writeResponses(to: &writer)
        }
    }

    private func writeResponses(to writer: inout JSONWriter) {
        writer.object { writer in
            for answer in answers {
                writer.key(String(answer.status))
                writer.raw(answer.response)
            }
            let everywhere = Refusals.everywhere.filter { !isOpen || ![.unauthorized, .rateLimited].contains($0) }
            for status in Set((everywhere + refusals).map(\.status)).sorted() {
                writer.key(String(status))
                writer.object { $0.field("$ref", "#/components/responses/" + Refusals.name(of: status)) }
            }
        }
    }
}
