/// Slots that belong together under a name, in the order they were added; a group that is empty is gone.
struct Groups: Sendable {
    private var table = Table<Name, [Int32]>(limit: .max, blank: [])

    var isEmpty: Bool { table.count == 0 }

    func slots(of name: Name) -> [Int32] {
        table.slot(of: name).map { table.rows[$0] } ?? []
    }

    mutating func add(_ slot: Int, to name: Name) {
        if let group = table.slot(of: name) {
            table.rows[group].append(Int32(slot))
        } else {
            _ = table.insert(name, [Int32(slot)])
        }
    }

    mutating func remove(_ slot: Int, from name: Name) {
        guard let group = table.slot(of: name) else { return }
        if let place = table.rows[group].firstIndex(of: Int32(slot)) { table.rows[group].remove(at: place) }
        if table.rows[group].isEmpty { table.remove(group) }
    }

    /// Takes a whole group out.
    mutating func removeAll(of name: Name) -> [Int] {
        table.slot(of: name).map { table.remove($0).map { Int($0) } } ?? []
    }

    /// The first slot of a group that has more than so many.
    func surplus(of name: Name, limit: Int) -> Int? {
        guard let group = table.slot(of: name), table.rows[group].count > limit else { return nil }
        return table.rows[group].first.map { Int($0) }
    }
}
