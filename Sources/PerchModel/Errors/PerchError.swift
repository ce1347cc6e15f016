public import PerchJSON

/// A refusal as it is told to whoever asked: a code of the table, a sentence, and where it concerns one, the line or parameter.
public struct PerchError: Error, Sendable, Equatable {
    /// The code.
    public let code: ErrorCode
    /// What happened and what to do, without the sender's data.
    public let message: String
    /// The line of the request, from 1.
    public let line: Int?
    /// The parameter or field.
    public let parameter: String?
    /// After how many seconds the same may be tried again, where that is known.
    public let retryAfter: Int?

    /// Creates a refusal.
    public init(
        _ code: ErrorCode, _ message: String, line: Int? = nil, parameter: String? = nil, retryAfter: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.line = line
        self.parameter = parameter
        self.retryAfter = retryAfter
    }

    /// Writes `{"error":{"code":…,"message":…}}`, the body of every refusal.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("error")
            writeDetails(to: &writer)
        }
    }

    /// Writes `{"code":…,"message":…}` alone.
    public func writeDetails(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("code", code.rawValue)
            writer.field("message", message)
            writer.field("line", line)
            writer.field("parameter", parameter)
        }
    }

    /// The body's bytes.
    public var body: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}

extension PerchError: CustomStringConvertible {
    /// The sentence.
    public var description: String { message }
}
