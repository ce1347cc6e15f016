public import PerchJSON

/// A row of a view.
public enum Row: Sendable, Equatable {
    /// The project it belongs to.
    public var project: String { switch self {} }
    /// Writes the row as clients see it.
    public func write(to writer: inout JSONWriter) { switch self {} }
}
