import PerchLog
import PerchModel
import PerchSystem
import Testing

@testable import PerchHub

@Suite(.timeLimit(.minutes(1)))
struct TailTests {
    @Test func `A file that is there is followed from its end`() async {
        let scene = TailScene()
        scene.write("1\n2\n")
        await scene.following { _ in
            scene.write("3\n4\n")
            await scene.look()
            #expect(scene.log.lines == ["3", "4"])
        }
    }

    @Test func `A file that comes later is read from its beginning`() async {
        let scene = TailScene()
        await scene.following { _ in
            #expect(scene.alarm.folders == [scene.folder])
            scene.write("1\n2\n")
            await scene.look()
            #expect(scene.log.lines == ["1", "2"])
        }
    }

    @Test func `A half-written line waits for its end`() async {
        let scene = TailScene()
        scene.write("\"a")
        await scene.following { _ in
            scene.write("b\"\n\"c")
            await scene.look()
            #expect(scene.log.lines == ["\"ab\""], "the half line before the start belongs to what comes")
            scene.write("d\"")
            await scene.look()
            #expect(scene.log.lines == ["\"ab\""])
            scene.write("\n")
            await scene.look()
            #expect(scene.log.lines == ["\"ab\"", "\"cd\""])
        }
    }

    @Test func `A restart goes on where it was left`() async {
        let scene = TailScene()
        scene.write("1\n")
        await scene.following { _ in
            scene.write("2\n3")
            await scene.look()
        }
        scene.write("3\n4\n")
        await scene.following { _ in
            #expect(scene.log.lines == ["2", "33", "4"])
        }
        await scene.following { _ in #expect(scene.log.lines.count == 3) }
    }

    @Test func `The place is remembered before anything was read`() async {
        let scene = TailScene()
        scene.write("1\n")
        await scene.following { _ in }
        scene.write("2\n")
        await scene.following { _ in #expect(scene.log.lines == ["2"]) }
    }

    @Test func `A line that is no event is skipped, counted and told of without its text`() async {
        let scene = TailScene()
        scene.write("")
        let counts = await scene.following { _ in
            scene.write("1\nsecret\n\"wrong\"\n\n\"quiet\"\n2\n")
            await scene.look()
            #expect(scene.log.lines == ["1", "2"])
        }
        #expect(counts == TailCounts(lines: 5, skipped: 2, events: 2))
        #expect(scene.log.warnings.count == 1)
        #expect(scene.log.warnings.first?.contains("skipped the line at byte 2") == true)
        #expect(scene.log.warnings.allSatisfy { !$0.contains("secret") })
    }

    @Test func `Lines without events move the place`() async {
        let scene = TailScene()
        scene.write("")
        await scene.following { _ in
            scene.write("\"quiet\"\nnothing\n")
            await scene.look()
            #expect(scene.log.marks.last?.offset == 16)
        }
        await scene.following { tail in #expect(tail.counts == TailCounts()) }
    }

    @Test func `A line over the limit is skipped`() async {
        let scene = TailScene(limits: TailLimits(line: 1_000, batch: 10, chunk: 300))
        scene.write("")
        let counts = await scene.following { _ in
            scene.write("1\n\"" + String(repeating: "x", count: 5_000))
            await scene.look()
            #expect(scene.log.marks.last?.offset == 2, "a line is left behind as a whole or not at all")
            scene.write("\"\n2\n")
            await scene.look()
            #expect(scene.log.lines == ["1", "2"])
        }
        #expect(counts == TailCounts(lines: 3, skipped: 1, events: 2))
        #expect(scene.log.warnings.first?.contains("5003 bytes is over the limit of 1000") == true)
    }

    @Test func `Many lines come in bounded batches and in order`() async {
        let scene = TailScene(limits: TailLimits(batch: 7, chunk: 100))
        scene.write("")
        await scene.following { _ in
            scene.write((1...500).map { "\($0)\n" }.joined())
            await scene.look()
            #expect(scene.log.lines == (1...500).map(String.init))
        }
        #expect(scene.log.marks.count >= 500 / 7)
        #expect(scene.log.marks.map(\.offset) == scene.log.marks.map(\.offset).sorted())
    }

    @Test func `A full disk loses nothing`() async {
        let scene = TailScene()
        scene.write("")
        await scene.following { _ in
            scene.log.refuse([PerchError(.diskFull, "No room."), PerchError(.overloaded, "Too much.")])
            scene.write("1\n")
            await scene.look()
            #expect(scene.log.lines.isEmpty)
            scene.write("2\n")
            await scene.look()
            #expect(scene.log.lines.isEmpty, "more lines are no reason to try sooner")
            scene.alarm.advance(milliseconds: 1_000)
            await scene.alarm.idle()
            #expect(scene.log.lines.isEmpty)
            scene.alarm.advance(milliseconds: 1_000)
            await scene.log.arrival(of: 2)
            #expect(scene.log.lines == ["1", "2"])
        }
        #expect(scene.log.warnings.count == 1)
    }

    @Test func `An event the log refuses does not hold up the others`() async {
        let scene = TailScene()
        scene.write("")
        let counts = await scene.following { _ in
            scene.write("1\n\"poison\"\n2\n")
            await scene.look()
            #expect(scene.log.lines == ["1", "2"])
        }
        #expect(counts == TailCounts(lines: 3, skipped: 1, events: 2))
        await scene.following { _ in #expect(scene.log.lines.count == 2) }
    }

    @Test func `A log that shuts down ends the tail`() async {
        let scene = TailScene()
        scene.write("")
        let tail = FileTail(path: scene.path(), doors: scene.log.doors, alarm: scene.alarm)
        let task = Task { await tail.run() }
        await scene.alarm.idle()
        scene.log.refuse([PerchError(.shuttingDown, "The server is shutting down.")])
        scene.write("1\n")
        scene.alarm.ring()
        await task.value
        #expect(scene.log.lines.isEmpty)
        #expect(tail.counts.lines == 0)
    }

    @Test func `What is no file is waited for`() async {
        let scene = TailScene()
        scene.link("log.jsonl", to: "/")
        await scene.following { _ in
            #expect(scene.log.warnings == ["\(scene.path()): it is not a regular file"])
            scene.remove()
            scene.write("1\n")
            await scene.look()
            #expect(scene.log.lines == ["1"])
        }
    }

    @Test func `Where events cannot be relied on the file is looked at each second`() async {
        let scene = TailScene(alarm: HandAlarm(isReliable: false))
        scene.write("")
        await scene.following { _ in
            #expect(scene.alarm.lastWait == 1_000)
            scene.write("1\n")
            scene.alarm.advance(milliseconds: 1_000)
            await scene.log.arrival(of: 1)
        }
    }

    @Test func `Where they can it is not`() async {
        let scene = TailScene()
        scene.write("")
        await scene.following { _ in #expect(scene.alarm.lastWait == 10_000) }
    }

    @Test func `A file behind a link is followed, and a new one the link leads to`() async {
        let scene = TailScene()
        scene.write("", to: "first")
        scene.link("log.jsonl", to: scene.path("first"))
        await scene.following { _ in
            scene.write("1\n", to: "first")
            await scene.look()
            #expect(scene.log.lines == ["1"])
            scene.write("2\n", to: "second")
            scene.remove()
            scene.link("log.jsonl", to: scene.path("second"))
            await scene.look()
            #expect(scene.log.lines == ["1", "2"])
            #expect(scene.alarm.lastWait == 1_000)
        }
    }
}
