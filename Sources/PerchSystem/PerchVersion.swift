/// The version of all of Perch, in the one place that tells it.
public enum PerchVersion: Sendable {
    /// Such as `0.1.0`.
    public static let current = "0.1.0"
}
