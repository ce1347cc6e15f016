import PerchJSON
public import PerchNet

/// A server's refusal: `{"error":{"code":…,"message":…,"line":…}}`.
public struct Refusal: Error, Equatable, Sendable {
    /// The HTTP status.
    public let status: Int
    /// The code of the table of errors, where the answer has one.
    public let code: String?
    /// What the server says, safe to print.
    public let message: String
    /// The line of the request, from 1.
    public let line: Int?

    /// Reads the body of an answer whose status is an error.
    public init(status: HTTPStatus, body: [UInt8]) {
        self.status = Int(status.code)
        let error = try? JSONParser().parse(body).objectValue?["error"]?.objectValue
        code = error?["code"]?.stringValue
        message = VisibleText.of(error?["message"]?.stringValue ?? "it answers \(status.code)", limit: 1_000)
        line = error?["line"]?.int64Value.map(Int.init)
    }

    /// The sentence for a person.
    public func error(from server: ServerAddress) -> CommandError {
        switch status {
        case 401: CommandError("\(server) asks for its access token: set PERCH_TOKEN or give --token-file.")
        case 404 where code == nil: CommandError("What answers at \(server) is not Perch. Name another with --server.")
        case 421: CommandError("\(server) does not answer to this name: \(message)")
        case 500...: CommandError("\(server) cannot do it now: \(message)", isTemporary: true)
        default: CommandError("Refused: \(message)")
        }
    }
}
