public import PerchModel

/// One event of a made-up run.
public struct DemoEvent: Sendable, Equatable {
    /// When it happens, in microseconds since the run began.
    public let offset: Int64
    /// What happens; its time is given when it is sent.
    public let draft: Draft

    /// Creates an event of a run.
    public init(offset: Int64, draft: Draft) {
        self.offset = offset
        self.draft = draft
    }
}

extension DemoPlan {
    /// The whole run, in order. Pure: the same plan gives exactly the same run.
    public func timeline() -> [DemoEvent] {
        var script = DemoScript(self)
        script.play()
        return DemoTimeline.events(of: script.steps, plan: self)
    }
}
