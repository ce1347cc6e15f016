/// What somebody may do here.
public enum Scope: String, Choice, Comparable {
    /// Report what agents do.
    case ingest
    /// Watch.
    case read
    /// Put messages in as a person, approve, delete, administer.
    case control

    /// In the order of their weight.
    public static func < (left: Scope, right: Scope) -> Bool { left.weight < right.weight }

    /// What a token of this scope may do: reporting and watching each for itself, control all of it.
    public var granted: Grant {
        switch self {
        case .ingest: Grant([.ingest])
        case .read: Grant([.read])
        case .control: .everything
        }
    }

    private var weight: Int {
        switch self {
        case .ingest: 0
        case .read: 1
        case .control: 2
        }
    }
}

/// What one request may do, whatever let it in.
public struct Grant: Sendable, Equatable {
    /// All of it.
    public let scopes: Set<Scope>

    /// A grant of these scopes.
    public init(_ scopes: Set<Scope>) {
        self.scopes = scopes
    }

    /// What the house itself may do, and whoever can write the files it follows.
    public static let everything = Grant(Set(Scope.allCases))

    /// Whether it covers a scope.
    public func allows(_ scope: Scope) -> Bool { scopes.contains(scope) }

    /// Insists on a scope; `line` is that of the event that needs it.
    ///
    /// - Throws: `PerchError` (`forbidden`).
    public func require(_ scope: Scope, line: Int? = nil) throws(PerchError) {
        guard allows(scope) else {
            throw PerchError(
                .forbidden,
                "This needs a token with the scope \"\(scope.rawValue)\"; "
                    + "`perch token create --scope \(scope.rawValue)` makes one.", line: line)
        }
    }
}
