import PerchSystem

/// A file beside the tailed one.
struct Sibling: Equatable {
    /// Its name in the folder; nil where it has none any more.
    var name: String?
    var identity: FileIdentity
    /// When it was last written to.
    var modified: Int64
}

/// The order in which the files of one rotation were written.
struct Succession: Equatable {
    let naming: RotatedName

    /// The files that were written after one and were rotated away since, oldest first.
    ///
    /// - Parameters:
    ///   - current: the file that was read last; nil for none.
    ///   - siblings: the folder's files.
    ///   - known: files that stood at the path after the current one, whatever their names and times say.
    func rotated(
        after current: Sibling?, among siblings: [Sibling], known: Set<FileIdentity> = []
    ) -> [Sibling] {
        siblings.filter { sibling in
            guard sibling.identity != current?.identity else { return false }
            if known.contains(sibling.identity) { return true }
            guard let name = sibling.name, naming.mark(in: name) != nil else { return false }
            return current.map { isOlder($0, sibling) } ?? true
        }.sorted(by: isOlder)
    }

    /// Files written in one step of the clock are told apart by their names.
    private func isOlder(_ first: Sibling, _ second: Sibling) -> Bool {
        if first.modified != second.modified { return first.modified < second.modified }
        guard let firstName = first.name, let secondName = second.name else {
            return first.name == nil && second.name != nil
        }
        if let earlier = naming.count(in: firstName), let later = naming.count(in: secondName) {
            return earlier > later
        }
        return firstName < secondName
    }
}
