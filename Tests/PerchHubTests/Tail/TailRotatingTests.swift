import Glibc
import PerchModel
import PerchSystem
import Synchronization
import Testing

@testable import PerchHub

@Suite(.timeLimit(.minutes(1)))
struct TailRotatingTests {
    @Test func `Rotation by renaming is followed`() async {
        let scene = TailScene()
        scene.write("0\n")
        let counts = await scene.following { _ in
            scene.write("1\n")
            scene.rename(to: "log.jsonl.1")
            scene.write("2\n")
            await scene.look()
            #expect(scene.log.lines == ["1", "2"])
            scene.write("3\n")
            await scene.look()
        }
        #expect(scene.log.lines == ["1", "2", "3"])
        #expect(counts.turns == 1)
    }

    @Test func `A writer that still has the old file is heard to its end`() async {
        let scene = TailScene()
        var writer: TailWriter? = TailWriter(scene.path())
        await scene.following { _ in
            writer?.write("1\n")
            scene.rename(to: "log.jsonl.1")
            await scene.look()
            writer?.write("2\n")
            await scene.look()
            scene.write("5\n")
            await scene.look()
            writer?.write("3\n4")
            await scene.look()
            #expect(scene.log.lines == ["1", "2", "3"])
            writer = nil
            scene.alarm.advance(milliseconds: 5_000)
            await scene.log.arrival(of: 5)
        }
        #expect(scene.log.lines == ["1", "2", "3", "4", "5"], "a last line that can get no end is one")
    }

    @Test func `A removed file is read to its end`() async {
        let scene = TailScene()
        scene.write("")
        await scene.following { _ in
            scene.write("1\n")
            scene.remove()
            await scene.look()
            #expect(scene.log.lines == ["1"])
            scene.write("2\n")
            await scene.look()
            #expect(scene.log.lines == ["1", "2"])
        }
    }

    @Test func `A truncated file is read from its beginning`() async {
        let scene = TailScene()
        scene.write("")
        await scene.following { _ in
            scene.write("1\n22222\n")
            await scene.look()
            scene.truncate()
            scene.write("3\n")
            await scene.look()
            #expect(scene.log.lines == ["1", "22222", "3"])
            scene.truncate()
            scene.write("4444444\n5\n6\n")
            await scene.look()
            #expect(scene.log.lines == ["1", "22222", "3", "4444444", "5", "6"], "even when it has grown since")
        }
    }

    @Test func `A file written anew to the same length is read again`() async {
        let scene = TailScene()
        scene.write("")
        await scene.following { _ in
            scene.write("1\n")
            await scene.look()
            scene.truncate()
            scene.write("2\n")
            scene.setModified(4_000_000_000, "log.jsonl")
            await scene.look()
            #expect(scene.log.lines == ["1", "2"])
        }
    }

    @Test func `A file truncated while nobody looked is read from its beginning`() async {
        let scene = TailScene()
        scene.write("")
        await scene.following { _ in
            scene.write("1\n2\n")
            await scene.look()
        }
        scene.truncate()
        scene.write("3\n4\n5\n6\n")
        await scene.following { _ in #expect(scene.log.lines == ["1", "2", "3", "4", "5", "6"]) }
    }

    @Test func `Rotation while nobody looked is followed, however often it happened`() async {
        let scene = TailScene()
        scene.write("0\n")
        scene.rename(to: "log.jsonl.1")
        scene.write("")
        await scene.following { _ in
            scene.write("1\n")
            await scene.look()
        }
        scene.write("2\n")
        scene.rename("log.jsonl.1", to: "log.jsonl.4")
        scene.rename(to: "log.jsonl.3")
        scene.write("3\n", to: "log.jsonl.2")
        scene.write("4\n", to: "log.jsonl.1")
        scene.write("5\n")
        for (time, name) in ["log.jsonl.4", "log.jsonl.3", "log.jsonl.2", "log.jsonl.1"].enumerated() {
            scene.setModified(time, name)
        }
        await scene.following { _ in #expect(scene.log.lines == ["1", "2", "3", "4", "5"]) }
        await scene.following { _ in #expect(scene.log.lines.count == 5) }
    }

    @Test func `A restart in the middle of a rotated file goes on there`() async {
        let scene = TailScene(limits: TailLimits(batch: 1))
        scene.write("")
        await scene.following { _ in
            scene.log.refuse([])
            scene.write("1\n")
            await scene.look()
            scene.log.refuse(Array(repeating: PerchError(.diskFull, "No room."), count: 3))
            scene.write("2\n")
            scene.rename(to: "log.jsonl.1")
            scene.write("3\n")
            await scene.look()
        }
        #expect(scene.log.lines == ["1"])
        scene.log.refuse([])
        await scene.following { _ in #expect(scene.log.lines == ["1", "2", "3"]) }
    }

    @Test func `A remembered file that is gone is told of`() async {
        let scene = TailScene()
        scene.write("")
        await scene.following { _ in
            scene.write("1\n")
            await scene.look()
        }
        scene.write("2\n", to: "other")
        scene.rename("other", to: "log.jsonl")
        await scene.following { _ in #expect(scene.log.lines == ["1", "2"]) }
        #expect(scene.log.warnings.count == 1)
    }

    @Test func `Earlier files are left alone, however late they were written`() async {
        let scene = TailScene()
        scene.write("0\n", to: "log.jsonl.1")
        await scene.following { _ in
            scene.write("1\n")
            await scene.look()
            scene.setModified(4_000_000_000, "log.jsonl.1")
            scene.rename("log.jsonl.1", to: "log.jsonl.2")
            scene.rename(to: "log.jsonl.1")
            scene.write("2\n")
            await scene.look()
            #expect(scene.log.lines == ["1", "2"])
        }
    }

    /// As `logrotate` does it: higher counts first, the oldest removed in the end.
    private static func rotate(_ scene: TailScene, keep: Int) {
        for count in stride(from: keep - 1, through: 1, by: -1) {
            _ = unsafe Glibc.rename(scene.path("log.jsonl.\(count)"), scene.path("log.jsonl.\(count + 1)"))
        }
        scene.rename(to: "log.jsonl.1")
    }

    @Test(arguments: [true, false])
    func `Ten thousand lines come once and in order while the file is rotated`(_ asFastAsCan: Bool) async throws {
        let scene = TailScene(alarm: HandAlarm(hurry: 1_000), limits: TailLimits(batch: 64, chunk: 4_096))
        scene.write("")
        let counts = try await scene.following { _ in
            let thread = try SystemThread(name: "writer") {
                var writer = TailWriter(scene.path())
                for line in 1...10_000 {
                    // In two writes, so that there are half lines all the time.
                    writer.write("\(line)")
                    writer.write("\n")
                    scene.alarm.ring()
                    guard line % 1_000 == 0 else { continue }
                    Self.rotate(scene, keep: 20)
                    writer = TailWriter(scene.path())
                    scene.alarm.ring()
                    if !asFastAsCan { usleep(2_000) }
                }
            }
            await scene.log.arrival(of: 10_000)
            thread.join()
            await scene.look()
        }
        #expect(scene.log.lines == (1...10_000).map(String.init))
        #expect(counts.lines == 10_000)
        #expect(counts.skipped == 0)
        #expect(counts.turns == 10)
    }
}
