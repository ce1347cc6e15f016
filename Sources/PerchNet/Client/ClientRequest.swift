/// A request that a client sends.
public struct ClientRequest: Sendable {
    /// The method.
    public var method: HTTPMethod
    /// Path and query as they go on the wire.
    public var target: String
    /// All fields but `Host`, `Content-Length` and `Connection`, which are the client's own business.
    public var headers: [(name: String, value: String)]
    /// The body; none and an empty one are the same.
    public var body: [UInt8]

    /// A request of its parts.
    public init(
        _ method: HTTPMethod = .get, _ target: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// The bytes of the request's head, refused when a part of it would break the framing (RFC 9112 2.2, 5).
    func head(host: ListenAddress) throws(ClientError) -> [UInt8] {
        guard ClientURL.isVisibleASCII(target), !target.isEmpty else { throw .invalidRequest("target") }
        var text = "\(method.rawValue) \(target) HTTP/1.1\r\nhost: \(host)\r\n"
        for (name, value) in headers {
            guard Self.isToken(name), Self.isFieldValue(value) else { throw .invalidRequest("header \(name)") }
            text += "\(name): \(value)\r\n"
        }
        if !body.isEmpty || method == .post || method == .put || method == .patch {
            text += "content-length: \(body.count)\r\n"
        }
        return Array((text + "\r\n").utf8)
    }

    private static func isToken(_ name: String) -> Bool {
        let marks = Array("!#$%&'*+-.^_`|~".utf8)
        return !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: marks.contains(byte)
                }
            }
    }

    private static func isFieldValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
    }
}
