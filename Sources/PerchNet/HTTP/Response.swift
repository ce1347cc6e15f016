/// An answer to a request.
public struct Response: Sendable {
    /// What follows the head.
    public enum Body: Sendable {
        /// Nothing.
        case empty
        /// These bytes, with their length announced.
        case bytes([UInt8])
        /// Whatever the closure writes until it returns, chunked for HTTP/1.1, to the end of the connection for 1.0.
        /// It runs on the connection's loop. When it throws, the connection is cut, so that the client sees the loss.
        case stream(@Sendable (BodyWriter) async throws -> Void)
        /// A stretch of a file, sent as the client takes it.
        case file(FileBody)
        /// A stream of server-sent events; the response's own status and type do not count.
        case events(EventStreamStart)
        /// A WebSocket, when the request is a proper handshake; else the answer says what is wrong with it.
        case webSocket(WebSocketStart)
    }

    /// The status.
    public var status: HTTPStatus
    /// The type of the body, without which none is announced.
    public var contentType: String?
    /// All other fields; length, date and connection are the server's own business.
    public var headers: [(name: String, value: String)]
    /// What follows the head.
    public var body: Body
    /// Whether the connection ends after this answer.
    public var closesConnection = false

    /// An answer of its parts.
    public init(
        status: HTTPStatus = 200, contentType: String? = nil, headers: [(name: String, value: String)] = [],
        body: Body = .empty
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }

    /// An answer of plain text.
    public static func text(_ text: String, status: HTTPStatus = 200) -> Response {
        Response(status: status, contentType: "text/plain; charset=utf-8", body: .bytes(Array(text.utf8)))
    }

    /// An answer of JSON bytes.
    public static func json(_ bytes: [UInt8], status: HTTPStatus = 200) -> Response {
        Response(status: status, contentType: "application/json", body: .bytes(bytes))
    }
}

/// A stretch of an open file that is to be sent; the descriptor is closed when nobody needs it any more.
public final class FileBody: Sendable {
    let descriptor: Int32
    let offset: Int
    let count: Int

    /// Takes over the descriptor of a regular file.
    public init(descriptor: Int32, offset: Int, count: Int) {
        self.descriptor = descriptor
        self.offset = offset
        self.count = count
    }

    deinit { Socket(descriptor: descriptor).close() }
}
