import PerchSystem
import Synchronization

/// Follows a file that others append lines to: every line becomes events once, across rotation, truncation and restarts.
///
/// A file that is there at the first sight is followed from its end, one that comes later from its beginning, and one
/// that was followed before from where it was left.
public final class FileTail: Sendable {
    /// The file's path, absolute; marks are kept under it.
    public let path: String
    private let doors: TailDoors
    private let alarm: any TailAlarm
    private let limits: TailLimits
    private let state = Mutex(TailCounts())

    /// Names a file to follow; nothing happens before ``run()``.
    public init(path: String, doors: TailDoors, alarm: any TailAlarm, limits: TailLimits = TailLimits()) {
        self.path = Self.absolute(path)
        self.doors = doors
        self.alarm = alarm
        self.limits = limits
    }

    /// Follows the file until the task is cancelled or the log shuts down; runs where its caller runs, once at a time.
    ///
    /// Reading blocks on the disk and decoding takes the processor for up to a chunk at a time.
    /// - Parameter placed: Called once, when it is settled from where on the file is read: what is appended from then on is heard.
    public func run(placed: @Sendable () -> Void = {}) async {
        let follower = TailFollower(path: path, doors: doors, alarm: alarm, limits: limits) { change in
            self.state.withLock { change(&$0) }
        }
        await follower.run(placed: placed)
    }

    /// What has been done so far. Any thread.
    public var counts: TailCounts { state.withLock { $0 } }

    /// The path from the root, without empty parts and dots; links in it stay what they are.
    static func absolute(_ path: String, in folder: String = Folder.current()) -> String {
        let whole = path.hasPrefix("/") ? path : "\(folder)/\(path)"
        return "/" + whole.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
