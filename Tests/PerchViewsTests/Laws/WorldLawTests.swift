import PerchJSON
import PerchModel
import PerchTesting
import PerchViews
import Testing

/// What holds for every sequence of events, however odd.
@Suite struct `Laws of the world` {
    @Test(arguments: [1, 2, 3] as [UInt64], Run.allCases)
    func `The same events make the same world`(seed: UInt64, run: Run) {
        let events = run.events(seed, 3_000)
        let once = World(folding: events, limits: run.limits)
        #expect(once.text == World(folding: events, limits: run.limits).text)
        #expect(once.seq == 3_000)
    }

    @Test(arguments: [11, 12, 13, 14] as [UInt64], Run.allCases)
    func `Folding on from a checkpoint is folding all`(seed: UInt64, run: Run) throws {
        let events = run.events(seed, 2_000)
        let whole = World(folding: events, limits: run.limits)
        var random = SeededRandom(seed: seed)
        for _ in 0..<12 {
            let cut = random.below(events.count)
            let before = World(folding: events[..<cut], limits: run.limits)
            var after = try World(checkpoint: before.checkpoint(), seq: before.seq, limits: run.limits)
            #expect(after.text == before.text)
            after.fold(events[cut...])
            for view in ViewName.allCases where after.picture[view] != whole.picture[view] {
                Issue.record("\(view) differs after a checkpoint at \(cut)")
            }
            #expect(after.text == whole.text)
        }
    }

    @Test(arguments: [21, 22, 23] as [UInt64], Run.allCases)
    func `Nothing changes without a patch and no patch is idle`(seed: UInt64, run: Run) {
        var world = World(limits: run.limits)
        var mirror: [ViewName: [String: Row]] = [:]
        for (count, event) in run.events(seed, 1_500).enumerated() {
            var changes = Changes()
            world.apply(event, into: &changes)
            for patch in changes.patches(from: world) {
                if mirror[patch.view]?[patch.key] == patch.row {
                    Issue.record("\(patch.key) of \(patch.view) did not change by \(event.body.name)")
                }
                mirror[patch.view, default: [:]][patch.key] = patch.row
            }
            if count % 100 == 99 {
                for view in ViewName.allCases { #expect(mirror[view, default: [:]] == world.picture[view]) }
            }
        }
    }

    @Test(arguments: [31, 32] as [UInt64], Run.allCases)
    func `Patches of many events together are each row once, as it is at the end`(seed: UInt64, run: Run) {
        var world = World(limits: run.limits)
        var mirror: [ViewName: [String: Row]] = [:]
        var changes = Changes()
        var earlier = Changes()
        for (count, event) in run.events(seed, 3_000).enumerated() {
            world.apply(event, into: &changes)
            if count % 3 == 0 {
                earlier.formUnion(changes)
                changes.removeAll()
                #expect(changes.isEmpty)
            }
            guard count % 97 == 96 else { continue }
            earlier.formUnion(changes)
            let patches = earlier.patches(from: world)
            #expect(Set(patches.map { "\($0.view) \($0.key)" }).count == patches.count)
            for patch in patches { mirror[patch.view, default: [:]][patch.key] = patch.row }
            changes.removeAll()
            earlier.removeAll()
            for view in ViewName.allCases { #expect(mirror[view, default: [:]] == world.picture[view]) }
        }
    }

    @Test(arguments: [41, 42] as [UInt64])
    func `Rows survive being written and read, and are found by their keys`(seed: UInt64) throws {
        let world = World(folding: Run.usual.events(seed, 4_000))
        let parser = JSONParser()
        for view in ViewName.allCases {
            #expect(world.count(of: view) > 0)
            for (key, row) in world.rows(of: view) {
                var writer = JSONWriter()
                row.write(to: &writer)
                #expect(try Row(parser.parse(writer.bytes).object()) == row)
                #expect(world.row(view, key) == row)
                #expect(row.view == view)
                #expect(RowKey.project(of: key) == row.project)
            }
        }
    }

    @Test func `An event that is in already is passed over`() {
        let events = Run.usual.events(51, 500)
        var world = World(folding: events)
        let before = world.text
        var changes = Changes()
        for event in events { world.apply(event, into: &changes) }
        #expect(changes.isEmpty)
        #expect(world.text == before)
    }

    @Test func `A copy goes its own way`() {
        let events = Run.usual.events(52, 600)
        var world = World(folding: events[..<300])
        let copy = world
        let before = copy.text
        world.fold(events[300...])
        #expect(copy.text == before)
        #expect(world.text != before)
    }

    @Test func `What is no checkpoint is refused`() {
        let world = World(folding: Run.usual.events(53, 100))
        #expect(throws: JSONError.self) { try World(checkpoint: Array("{}".utf8), seq: 0) }
        #expect(throws: JSONError.self) { try World(checkpoint: world.checkpoint(), seq: 99) }
        #expect(throws: JSONError.self) { try World(checkpoint: Array(world.checkpoint().dropLast(9)), seq: 100) }
    }
}
