import PerchSystem

/// Which folders must be watched to hear of a file: its own and, through links, that of the file behind it.
struct TailWatch {
    private let path: String
    private var watched: [Place] = []
    private(set) var isReliable = false

    private struct Place: Equatable {
        let folder: String
        let identity: FileIdentity?
    }

    init(path: String) {
        self.path = path
    }

    /// How long to wait at most for an event before looking anyway, in milliseconds.
    ///
    /// A second where events cannot be relied on. Where they can, a look now and then still makes up for those the
    /// kernel drops when its queue is full (inotify(7), IN_Q_OVERFLOW).
    var patience: UInt64 { isReliable ? 10_000 : 1_000 }

    /// Watches what is there now; true where that is not what was watched, so that changes may have been missed.
    mutating func renew(_ alarm: any TailAlarm) async -> Bool {
        let folders = Self.folders(of: path)
        let places = folders.all.map { Place(folder: $0, identity: FileFacts.at($0)?.identity) }
        guard places != watched else { return false }
        watched = places
        let there = places.filter { $0.identity != nil }
        let heard = await alarm.watch(places.map(\.folder))
        let local = there.allSatisfy { place in place.identity.map { Self.tellsOfChanges($0.device) } ?? false }
        isReliable = heard && local && !folders.throughLinks && there.count == places.count
        return true
    }

    /// A change of a link on the way is not reported by the folders at its ends, nor what a dangling one leads to;
    /// `throughLinks` means that one has to look.
    private static func folders(of path: String) -> (all: [String], throughLinks: Bool) {
        let folder = parent(of: path)
        guard let real = Folder.resolved(path) else {
            let name = String(path.dropFirst(folder == "/" ? 1 : folder.count + 1))
            return ([folder], Folder.resolved(folder) != folder || Folder.names(in: folder).contains(name))
        }
        return real == path ? ([folder], false) : ([folder, parent(of: real)], true)
    }

    static func parent(of path: String) -> String {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        return end == path.startIndex ? "/" : String(path[..<end])
    }

    private static func tellsOfChanges(_ device: UInt64) -> Bool {
        Mounts.kind(of: device).map(tellsOfChanges) ?? true
    }

    /// File systems whose files others change without this kernel's knowledge (inotify(7), "Limitations").
    static func tellsOfChanges(_ kind: String) -> Bool {
        let remote: Set = ["nfs", "nfs4", "cifs", "smb3", "9p", "virtiofs", "ceph", "afs", "lustre", "gpfs", "vboxsf"]
        return !remote.contains(kind) && !kind.hasPrefix("fuse")
    }
}
