public import PerchModel

/// Which rows of one world changed since it was last asked: each once, at the cost of a bit.
///
/// It speaks of slots of the world that was folded with it, so it goes with that world and no other.
public struct Changes: Sendable {
    /// The rows of one kind: a bit a slot, and the marked slots in the order they were first marked.
    private struct Plane: Sendable {
        var marks: [UInt64] = []
        var slots: [Int32] = []
    }

    private var planes: [Plane]
    /// Rows that were removed, as they last were: their keys are worked out when they are asked for.
    private var gone: [Row] = []
    private var count = 0

    /// Nothing changed yet.
    public init() {
        planes = Array(repeating: Plane(), count: RowKind.allCases.count)
    }

    /// True when no row changed.
    public var isEmpty: Bool { count == 0 && gone.isEmpty }

    /// Forgets the changes and keeps the room.
    public mutating func removeAll() {
        for index in planes.indices {
            for slot in planes[index].slots { planes[index].marks[Int(slot) >> 6] = 0 }
            planes[index].slots.removeAll(keepingCapacity: true)
        }
        gone.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Takes up changes of the same world that came later.
    public mutating func formUnion(_ later: Changes) {
        for (index, plane) in later.planes.enumerated() {
            for slot in plane.slots { mark(index, Int(slot)) }
        }
        gone += later.gone
    }

    /// What the changed rows are in the world now; a row that is gone has none. Rows that went come first.
    public func patches(from world: World) -> [Patch] {
        var patches: [Patch] = []
        patches.reserveCapacity(count + gone.count)
        var told: Set<Gone> = []
        for row in gone {
            let one = Gone(kind: row.kind, key: row.key)
            guard told.insert(one).inserted, world.row(one.kind, one.key) == nil else { continue }
            patches.append(Patch(view: one.kind.view, key: one.key, row: nil))
        }
        for kind in RowKind.allCases {
            for slot in planes[kind.plane].slots {
                guard let row = world.row(kind, at: Int(slot)) else { continue }
                patches.append(Patch(view: kind.view, key: row.key, row: row))
            }
        }
        return patches
    }

    /// Marks a row that was added or changed.
    mutating func mark(_ kind: RowKind, _ slot: Int) {
        mark(kind.plane, slot)
    }

    private mutating func mark(_ plane: Int, _ slot: Int) {
        let (word, bit) = (slot >> 6, UInt64(1) << UInt64(slot & 63))
        if word >= planes[plane].marks.count {
            let missing = word + 1 - planes[plane].marks.count
            planes[plane].marks.append(contentsOf: repeatElement(0, count: missing))
        }
        guard planes[plane].marks[word] & bit == 0 else { return }
        planes[plane].marks[word] |= bit
        planes[plane].slots.append(Int32(slot))
        count += 1
    }

    /// Notes a row that is removed.
    mutating func drop(_ row: Row) {
        gone.append(row)
    }
}

/// What tells a removed row apart.
private struct Gone: Hashable {
    let kind: RowKind
    let key: String
}

extension RowKind {
    /// Its place among all kinds.
    var plane: Int {
        switch self {
        case .agent: 0
        case .node: 1
        case .work: 2
        case .thread: 3
        case .message: 4
        case .session: 5
        case .output: 6
        case .log: 7
        case .activity: 8
        case .collaboration: 9
        case .decision: 10
        case .memory: 11
        case .handoff: 12
        case .feature: 13
        case .sync: 14
        case .attention: 15
        case .total: 16
        case .day: 17
        }
    }
}
