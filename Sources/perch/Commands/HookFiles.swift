import PerchDialects
import PerchSystem

/// A file that hooks append to. What cannot be written is lost: an agent must not be disturbed for it.
struct HookFile {
    let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Where the bytes end in the file; nil where they could not be written.
    func append(_ bytes: [UInt8]) -> Int64? {
        do { return try FileSystem.append(bytes, to: path) } catch {
            guard error.isMissing, let slash = path.lastIndex(of: "/") else { return nil }
            try? FileSystem.makeFolder(String(path[..<slash]))
            return try? FileSystem.append(bytes, to: path)
        }
    }
}

/// The ledger of sub-agents beside an event file, and its elder: together they are bounded.
struct HookLedgerFile {
    private let file: HookFile
    private var elder: String { file.path + ".old" }

    /// How large the ledger becomes before a new one is begun: some 250 sub-agents, and a session has 200 at most.
    private static let room: Int64 = 64 << 10

    init(beside events: String) {
        file = HookFile(events + ".agents")
    }

    /// Whose line crosses the bound, of all processes that append, begins the new ledger.
    func append(_ note: [UInt8]) {
        guard let end = file.append(note), (end - Int64(note.count)) / Self.room != end / Self.room else { return }
        try? FileSystem.rename(file.path, to: elder)
    }

    /// Both ledgers, read newest first, so that nothing is missed when a new one is begun in between.
    func read() -> HookLedger {
        let newer = Self.end(of: file.path)
        return HookLedger(Self.end(of: elder) + newer)
    }

    private static func end(of path: String) -> [UInt8] {
        guard let (kind, bytes) = try? FileSystem.look(at: path), kind == .file else { return [] }
        return (try? FileSystem.read(path, from: max(0, bytes - 2 * room), upTo: Int(2 * room))) ?? []
    }
}
