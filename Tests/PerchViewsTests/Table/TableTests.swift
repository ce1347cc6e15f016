import PerchModel
import PerchTesting
import Testing

@testable import PerchViews

@Suite struct `The table` {
    /// What a table should be, written as plainly as can be.
    private struct Model {
        var live: [(key: Name, row: Int)] = []
        var ended: [(key: Name, row: Int)] = []

        var all: [(key: Name, row: Int)] { ended + live }

        mutating func take(_ key: Name) -> (row: Int, ended: Bool)? {
            if let place = live.firstIndex(where: { $0.key == key }) { return (live.remove(at: place).row, false) }
            if let place = ended.firstIndex(where: { $0.key == key }) { return (ended.remove(at: place).row, true) }
            return nil
        }

        mutating func put(_ key: Name, _ row: Int, ended isEnded: Bool) {
            if isEnded { ended.append((key, row)) } else { live.append((key, row)) }
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `Whatever is done to it, it holds what it should in the order it should`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var table = Table<Name, Int>(limit: .max, blank: -1)
        var model = Model()
        for step in 0..<6_000 {
            let key = Name("p\(random.below(3))", "id-\(random.below(60))")
            let slot = table.slot(of: key)
            #expect((slot != nil) == model.all.contains { $0.key == key })
            let choice = random.below(4)
            let isEnded = random.once(in: 2)
            if let slot {
                let (row, was) = model.take(key) ?? (-2, false)
                #expect(table.rows[slot] == row)
                switch choice {
                case 0: table.remove(slot)
                case 1:
                    table.touch(slot)
                    model.put(key, row, ended: was)
                default:
                    table.touch(slot)
                    table.move(slot, ended: isEnded)
                    model.put(key, row, ended: isEnded)
                }
            } else {
                let added = table.insert(key, step, ended: isEnded)
                #expect(table.row(at: added) == step)
                model.put(key, step, ended: isEnded)
            }
        }
        #expect(table.order.map { table.rows[$0] } == model.all.map(\.row))
        #expect(table.count == model.all.count)
        #expect(table.rows.count <= 180)
    }

    @Test func `Keys that share a hash are told apart`() {
        var table = Table<Clash, String>(limit: .max, blank: "")
        let slots = (0..<40).map { table.insert(Clash(id: $0), "row \($0)") }
        for id in stride(from: 0, to: 40, by: 3) { table.remove(slots[id]) }
        for id in 0..<40 {
            #expect(table.slot(of: Clash(id: id)) == (id % 3 == 0 ? nil : slots[id]))
        }
    }

    private struct Clash: Hashed {
        let id: Int
        var hash: Int { id % 2 == 0 ? 15 : -1 }
    }

    @Test func `What goes first ended first, and what was just added stays`() {
        var table = Table<Int64, String>(limit: 3, endedLimit: 1, blank: "")
        _ = table.insert(1, "live")
        let first = table.insert(2, "ended", ended: true)
        #expect(table.surplus(keeping: first) == nil)
        let second = table.insert(3, "ended later", ended: true)
        #expect(table.surplus(keeping: second) == first)
        table.remove(first)
        #expect(table.surplus(keeping: second) == nil)
        _ = table.insert(4, "live")
        let last = table.insert(5, "live")
        #expect(table.surplus(keeping: last) == second)
        #expect(table.rows[first] == "live")
    }
}
