import PerchSystem

/// Finds the files of a rotation: which was read before, which comes next.
struct TailRotation {
    enum Successor {
        case file(TailedFile)
        /// The folder changes faster than it can be looked at.
        case tooRestless
        case refused(TailedFile.Refusal)
    }

    private let path: String
    private var seen = SeenFiles()
    /// Files that stood at the path while an earlier one was still being read, open, so that no removal loses them.
    private var held: [TailedFile] = []
    private static let mostHeld = 8

    init(path: String) {
        self.path = path
    }

    /// The file was read to its end.
    mutating func leave(_ file: TailedFile) { seen.add(file.identity, head: file.head) }

    /// Opens the file at the path, if it is still this one and not yet open.
    mutating func hold(_ identity: FileIdentity) {
        guard held.count < Self.mostHeld, !held.contains(where: { $0.identity == identity }) else { return }
        if let file = try? TailedFile(path), file.identity == identity { held.append(file) }
    }

    /// The file to read after one, or first: the oldest that was rotated away since, else the one at the path.
    mutating func successor(of current: TailedFile?) -> Successor {
        for _ in 0..<10 {
            guard let latest = FileFacts.at(path), let siblings = siblings() else { continue }
            var isSteady = true
            for sibling in earlier(than: latest.identity, after: current, among: siblings) where isSteady {
                guard let file = open(sibling) else {
                    isSteady = false
                    continue
                }
                if !seen.holds(file.identity, head: file.head) { return .file(file) }
                held.removeAll { $0 === file }
            }
            guard isSteady else { continue }
            do throws(TailedFile.Refusal) {
                let file = if let held = take(latest.identity) { held } else { try TailedFile(path) }
                if file.identity == latest.identity { return .file(file) }
            } catch { return .refused(error) }
        }
        return .tooRestless
    }

    /// The file of a mark, by whatever name in the folder, if it still begins as it did.
    func find(_ identity: TailIdentity) -> TailedFile? {
        let home = home
        let names = [home.base] + Folder.names(in: home.folder).sorted()
        for name in names where FileFacts.at("\(home.folder)/\(name)")?.identity == identity.file {
            guard let file = try? TailedFile("\(home.folder)/\(name)"), file.identity == identity.file else { continue }
            if identity.matches(head: file.head) { return file }
        }
        return nil
    }

    /// Counts everything that was rotated away before now as read.
    mutating func leaveAll(but current: FileIdentity? = nil) {
        for sibling in steadySiblings() where sibling.identity != current { markRead(sibling) }
    }

    /// Counts everything that was rotated away before a file as read.
    mutating func leaveOlder(than file: TailedFile) {
        let siblings = steadySiblings()
        let newer = Set(succession.rotated(after: sibling(of: file, in: siblings), among: siblings).map(\.identity))
        for sibling in siblings where sibling.identity != file.identity && !newer.contains(sibling.identity) {
            markRead(sibling)
        }
    }

    private mutating func markRead(_ sibling: Sibling) {
        guard let name = sibling.name, succession.naming.mark(in: name) != nil else { return }
        if let file = try? TailedFile("\(home.folder)/\(name)") { seen.add(file.identity, head: file.head) }
    }
}

extension TailRotation {
    /// The folder and name of the file behind the path, where its rotated ones are.
    private var home: (folder: String, base: String) {
        let real = Folder.resolved(path) ?? path
        let base = real[(real.lastIndex(of: "/") ?? real.startIndex)...].dropFirst()
        return (TailWatch.parent(of: real), String(base))
    }

    private var succession: Succession { Succession(naming: RotatedName(base: home.base)) }

    private func earlier(than latest: FileIdentity, after current: TailedFile?, among siblings: [Sibling]) -> [Sibling]
    {
        let current = current.flatMap { sibling(of: $0, in: siblings) }
        let known = Set(held.map(\.identity))
        let nameless = held.filter { file in !siblings.contains { $0.identity == file.identity } }
            .compactMap { sibling(of: $0, in: []) }
        return succession.rotated(after: current, among: siblings + nameless, known: known)
            .filter { $0.identity != latest }
    }

    /// What the folder has of this rotation, nil while it is changing: read twice, since a file that is renamed
    /// meanwhile may be missed.
    private func siblings() -> [Sibling]? {
        let (first, second) = (listing(), listing())
        guard first.map(\.identity) == second.map(\.identity), first.map(\.name) == second.map(\.name) else {
            return nil
        }
        return second
    }

    private func steadySiblings() -> [Sibling] {
        for _ in 0..<10 {
            if let siblings = siblings() { return siblings }
        }
        return listing()
    }

    private func listing() -> [Sibling] {
        let (home, naming) = (home, succession.naming)
        return Folder.names(in: home.folder).sorted().compactMap { name in
            guard name == home.base || naming.mark(in: name) != nil else { return nil }
            guard let facts = FileFacts.at("\(home.folder)/\(name)"), facts.kind == .file else { return nil }
            return Sibling(name: name, identity: facts.identity, modified: facts.modified)
        }
    }

    private func sibling(of file: TailedFile, in siblings: [Sibling]) -> Sibling? {
        if let named = siblings.first(where: { $0.identity == file.identity }) { return named }
        return try? Sibling(name: nil, identity: file.identity, modified: file.facts().modified)
    }

    private mutating func open(_ sibling: Sibling) -> TailedFile? {
        if let file = take(sibling.identity) { return file }
        guard let name = sibling.name, let file = try? TailedFile("\(home.folder)/\(name)") else { return nil }
        return file.identity == sibling.identity ? file : nil
    }

    private mutating func take(_ identity: FileIdentity) -> TailedFile? {
        guard let index = held.firstIndex(where: { $0.identity == identity }) else { return nil }
        return held.remove(at: index)
    }
}
