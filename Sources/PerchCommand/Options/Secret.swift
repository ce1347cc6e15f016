/// A text that must not be shown: printing it, in any way, prints dots.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself, for the one place that needs it.
    public let value: String

    /// Keeps a text.
    public init(_ value: String) {
        self.value = value
    }

    /// Dots.
    public var description: String { "••••" }
    /// Dots.
    public var debugDescription: String { "••••" }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
