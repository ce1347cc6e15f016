public import PerchJSON

/// What a dialect answers to a request.
public struct Answer: Sendable, Equatable {
    /// The status.
    public var status: Int
    /// The type of the body.
    public var contentType: String
    /// Other header fields.
    public var headers: [String: String]
    /// The body.
    public var body: [UInt8]

    /// An answer of its parts.
    public init(status: Int = 200, contentType: String, headers: [String: String] = [:], body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }

    /// An answer that is one JSON object, of the fields that the closure writes.
    public static func object(status: Int = 200, _ fields: (inout JSONWriter) -> Void) -> Answer {
        json(status: status) { $0.object(fields) }
    }

    /// An answer that is the JSON value that the closure writes.
    public static func json(status: Int = 200, _ write: (inout JSONWriter) -> Void) -> Answer {
        var writer = JSONWriter()
        write(&writer)
        return Answer(status: status, contentType: "application/json", body: writer.bytes)
    }

    /// An answer of plain text.
    public static func text(_ text: String, status: Int = 200) -> Answer {
        Answer(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
    }
}
