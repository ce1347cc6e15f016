public import PerchNet

/// What went wrong between a command and a server, as a sentence that says what to do.
public struct CommandError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String
    /// Whether the same call may succeed later.
    public let isTemporary: Bool

    /// Creates an error from its sentence.
    public init(_ description: String, isTemporary: Bool = false) {
        self.description = description
        self.isTemporary = isTemporary
    }

    /// No answer came from a server.
    public init(_ error: ClientError, from server: ServerAddress) {
        switch error {
        case .refused: self.init(Self.absent(server, "connection refused"), isTemporary: true)
        case .unknownHost: self.init(Self.absent(server, "its name is not known"), isTemporary: true)
        case .timedOut(.connecting): self.init(Self.absent(server, "it does not answer"), isTemporary: true)
        case .failed, .timedOut, .ended, .closed:
            self.init("The connection to \(server) was lost: \(error.description)", isTemporary: true)
        case .malformed, .notUpgraded, .protocolError:
            self.init("What answers at \(server) is not Perch. Name another server with --server.")
        case .tooLarge, .invalidURL, .invalidRequest, .cancelled: self.init(error.description)
        }
    }

    private static func absent(_ server: ServerAddress, _ why: String) -> String {
        "No Perch answers at \(server) (\(why)): start it with `perch serve`, or name another with --server."
    }
}
