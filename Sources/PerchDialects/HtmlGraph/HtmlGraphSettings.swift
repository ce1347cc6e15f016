/// What can be set about HtmlGraph.
public struct HtmlGraphSettings: Sendable, Equatable {
    /// How many clients may share a dashboard session; 0 for as many as come.
    public var clientsPerSession = 10
    /// The version that `/api/status` tells.
    public var version = ""

    /// Everything as in the original.
    public init() {}
}
