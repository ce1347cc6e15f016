public import PerchLog
public import PerchModel
import PerchSystem

/// The only way into the log, whatever an event came in by.
public struct FrontDoor: Sendable {
    private let log: any EventAppending
    private let projector: Projector

    /// Opens the door to a log; the projector says when it has fallen too far behind to take more.
    public init(log: any EventAppending, projector: Projector) {
        self.log = log
        self.projector = projector
    }

    /// Appends drafts: all of them or none. They are durable when this returns.
    ///
    /// Waits while the projection is far behind, so that a flood slows its sender down and not its viewers' memory.
    /// - Throws: `PerchError` where the sender may not say so (`forbidden`), where a name is none (`invalid_event`), and when the
    ///   log can't take them now (`disk_full`, `overloaded`, `log_failed`).
    @discardableResult
    public func accept(
        _ drafts: [Draft], from grant: Grant, mark: TailMark? = nil
    ) async throws(PerchError) -> Receipt {
        for (index, draft) in drafts.enumerated() {
            try grant.require(draft.scope, line: index + 1)
            try draft.checkNames()
        }
        // An event without a time of its own happened when it came, not when there was room.
        let now = Timestamp.now
        await projector.backlog.room()
        return try await log.append(drafts.map { Entry(sealing: $0, now: now) }, mark: mark)
    }
}

extension Timestamp {
    /// The wall clock; read only where events enter and where a client's clock is answered.
    public static var now: Timestamp { Timestamp(microseconds: SystemClock.wallMicroseconds()) }
}
