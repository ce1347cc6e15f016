import PerchSystem
import Testing

@testable import PerchHub

/// One look and what comes of it.
struct TailStep: Sendable {
    let path: TailMachine.AtPath
    var read: Int64 = 100
    var size: Int64 = 100
    var writers = ReadableFile.Writers.unknown
    var now: UInt64 = 0
    let action: TailMachine.Action

    var sight: TailMachine.Sight {
        TailMachine.Sight(read: read, size: size, path: path, writers: writers, now: now)
    }
}

struct TailDialogue: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var isOpen = true
    let steps: [TailStep]
}

private let successor = TailMachine.AtPath.other(isEmpty: false)
private let emptySuccessor = TailMachine.AtPath.other(isEmpty: true)
private let done = TailMachine.Action.moveOn(stillWritten: false)
private let left = TailStep(path: successor, action: .lookAgain)

private let dialogues: [TailDialogue] = [
    TailDialogue(
        testDescription: "no file yet, then one", isOpen: false,
        steps: [
            TailStep(path: .nothing, action: .wait(milliseconds: nil)),
            TailStep(path: emptySuccessor, action: .open),
        ]),
    TailDialogue(
        testDescription: "a file that grows is read, then waited for",
        steps: [
            TailStep(path: .same, size: 130, action: .read),
            TailStep(path: .same, read: 130, size: 130, action: .wait(milliseconds: nil)),
        ]),
    TailDialogue(
        testDescription: "a shorter file begins anew",
        steps: [TailStep(path: .same, size: 99, action: .startOver)]),
    TailDialogue(
        testDescription: "a file that was rotated away is read to its end first",
        steps: [
            TailStep(path: successor, size: 130, action: .read),
            TailStep(path: successor, read: 130, size: 130, action: .lookAgain),
            TailStep(path: successor, read: 130, size: 130, writers: .none, action: done),
        ]),
    TailDialogue(
        testDescription: "a file without writers is left for an empty one",
        steps: [
            TailStep(path: emptySuccessor, action: .lookAgain),
            TailStep(path: emptySuccessor, writers: .none, action: done),
        ]),
    TailDialogue(
        testDescription: "a file that may have writers is left when it was quiet for a second",
        steps: [
            left,
            TailStep(path: successor, now: 400, action: .wait(milliseconds: 600)),
            TailStep(path: successor, now: 1_000, action: done),
        ]),
    TailDialogue(
        testDescription: "a file that has writers is left when it was quiet for five",
        steps: [
            left,
            TailStep(path: successor, writers: .some, now: 1_000, action: .wait(milliseconds: 4_000)),
            TailStep(path: successor, writers: .some, now: 5_000, action: done),
        ]),
    TailDialogue(
        testDescription: "bytes that come late begin the quiet anew",
        steps: [
            left,
            TailStep(path: successor, size: 130, now: 900, action: .read),
            TailStep(path: successor, read: 130, size: 130, now: 1_000, action: .wait(milliseconds: 900)),
            TailStep(path: successor, read: 130, size: 130, now: 1_900, action: done),
        ]),
    TailDialogue(
        testDescription: "an empty successor leaves the old file all the time its writers need",
        steps: [
            left,
            TailStep(path: emptySuccessor, writers: .some, now: 90_000, action: .wait(milliseconds: nil)),
            TailStep(path: successor, writers: .some, now: 91_000, action: .wait(milliseconds: 4_000)),
        ]),
    TailDialogue(
        testDescription: "a file that is never quiet is left after a minute, but not before its end",
        steps: [
            left,
            TailStep(path: successor, size: 130, writers: .some, now: 59_000, action: .read),
            TailStep(path: successor, size: 130, writers: .some, now: 61_000, action: .read),
            TailStep(path: successor, writers: .some, now: 61_000, action: .moveOn(stillWritten: true)),
        ]),
    TailDialogue(
        testDescription: "a removed file is kept until another comes",
        steps: [
            TailStep(path: .nothing, action: .lookAgain),
            TailStep(path: .nothing, writers: .none, now: 9_000, action: .wait(milliseconds: nil)),
            TailStep(path: .nothing, size: 130, writers: .some, now: 9_500, action: .read),
            TailStep(path: successor, writers: .none, now: 9_600, action: done),
        ]),
    TailDialogue(
        testDescription: "a file that is renamed back is followed as before",
        steps: [
            TailStep(path: .nothing, action: .lookAgain),
            TailStep(path: .same, now: 10, action: .wait(milliseconds: nil)),
            TailStep(path: .same, size: 130, now: 20, action: .read),
        ]),
    TailDialogue(
        testDescription: "a rotated file that is truncated begins anew",
        steps: [left, TailStep(path: successor, size: 10, action: .startOver)]),
]

@Test(arguments: dialogues)
func `A tail decides by what it sees`(_ dialogue: TailDialogue) {
    var machine = TailMachine()
    if dialogue.isOpen { machine.opened() }
    for (index, step) in dialogue.steps.enumerated() {
        #expect(machine.look(step.sight) == step.action, "step \(index + 1)")
    }
}

@Test func `Writers are asked for only when a file is being left`() {
    var machine = TailMachine()
    #expect(!machine.asksForWriters)
    machine.opened()
    #expect(!machine.asksForWriters)
    _ = machine.look(left.sight)
    #expect(machine.asksForWriters)
}
