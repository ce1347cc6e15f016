import CLibuv
import Glibc

/// Why a request or a WebSocket did not succeed. Nothing of what was sent or received is in it.
public enum ClientError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being waited for when the time was over.
    public enum Wait: String, Sendable {
        /// The connection.
        case connecting
        /// Room to send, or the head of the answer.
        case answering
        /// More of the answer.
        case receiving
    }

    /// Not an `http://` or `ws://` URL that can be asked for.
    case invalidURL(String)
    /// A header or a target that would break the request's framing.
    case invalidRequest(String)
    /// No address is known for the host.
    case unknownHost(String)
    /// Nobody listens there.
    case refused(ListenAddress)
    /// The connection could not be made or was lost; the number is an `errno`.
    case failed(ListenAddress, Int32)
    /// The peer took too long.
    case timedOut(Wait)
    /// The peer ended the connection in the middle of an answer.
    case ended
    /// What came is not HTTP.
    case malformed
    /// More came than the limit allows; it is in bytes.
    case tooLarge(Int)
    /// The server did not switch to WebSocket; the status it answered with.
    case notUpgraded(HTTPStatus)
    /// The server broke the WebSocket protocol.
    case protocolError(CloseCode, String)
    /// The connection was closed before, by either side.
    case closed
    /// The task was cancelled.
    case cancelled

    /// What happened, in one sentence.
    public var description: String {
        switch self {
        case .invalidURL(let url): "\(url) is not a URL of the form http://host:port/path."
        case .invalidRequest(let what): "The request's \(what) has a character that may not be there."
        case .unknownHost(let host): "No address is known for the host \(host)."
        case .refused(let address): "The connection was refused at \(address)."
        case .failed(let address, let code):
            "The connection to \(address) failed: \(unsafe String(cString: strerror(code)))."
        case .timedOut(let wait): "The server took too long (\(wait.rawValue))."
        case .ended: "The server ended the connection in the middle of its answer."
        case .malformed: "The server's answer is not HTTP."
        case .tooLarge(let limit): "The server's answer is larger than \(limit) bytes."
        case .notUpgraded(let status): "The server does not speak WebSocket here: \(status)."
        case .protocolError(let code, let reason):
            "The server broke the WebSocket protocol: \(reason) (\(code.rawValue))."
        case .closed: "The connection is closed."
        case .cancelled: "It was cancelled."
        }
    }
}

/// How long a client waits, in milliseconds.
public struct ClientTimeouts: Sendable {
    /// For a connection, each address of the host anew.
    public var connect: UInt64 = 5_000
    /// For room to send and for the head of an answer.
    public var answer: UInt64 = 30_000
    /// Between two pieces of an answer's body; nil waits for ever, as a stream of events needs.
    public var silence: UInt64?

    /// The usual ones.
    public init() {}
}
