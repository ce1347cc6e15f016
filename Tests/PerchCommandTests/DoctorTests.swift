import PerchModel
import Testing

@testable import PerchCommand

@Suite struct DoctorTests {
    @Test(arguments: [
        (Int64(10), Finding.State.bad), (63 << 20, .bad), (64 << 20, .note), (1 << 30, .good), (.max, .good),
    ])
    func `The room on the disk is judged`(bytes: Int64, state: Finding.State) {
        let finding = Checkup.space(free: bytes)
        #expect(finding.state == state)
        #expect((finding.advice == nil) == (state == .good))
    }

    @Test(arguments: [
        (64, 64, Finding.State.bad), (1_024, 524_288, .note), (1_024, 1_024, .note), (65_536, 65_536, .good),
    ])
    func `The limit of open files is judged`(now: Int, most: Int, state: Finding.State) {
        let finding = Checkup.openFiles(now: now, most: most)
        #expect(finding.state == state)
        #expect((finding.advice?.contains("ulimit") ?? false) == (state == .bad || (state == .note && most > now)))
    }

    @Test func `Tokens are counted by their scope, and their file is for its owner only`() {
        let token = StoredToken(
            id: "a", scope: .read, digest: [], created: Timestamp(microseconds: 0))
        #expect(Checkup.tokens([], rights: nil, file: "f").state == .good)
        #expect(Checkup.tokens([token, token], rights: 0o600, file: "f").text == "0 ingest, 2 read, 0 control")
        for rights: UInt32 in [0o640, 0o604, 0o601] {
            #expect(Checkup.tokens([token], rights: rights, file: "f").state == .bad)
        }
    }

    @Test(arguments: [
        (Int64(0), "0 bytes"), (1_023, "1023 bytes"), (1_536, "1.5 KiB"), (10 << 20, "10 MiB"), (3 << 30, "3 GiB"),
        (.max, "8192 PiB"),
    ])
    func `Sizes are told shortly`(bytes: Int64, told: String) {
        #expect(Checkup.size(bytes) == told)
    }

    @Test func `A finding is a line, with what to do below it`() {
        let finding = Finding("port", .bad, "taken\u{1B}", advice: "Stop it.")
        #expect(finding.lines(colours: false) == "✗ port         taken␛\n               → Stop it.\n")
        #expect(Finding("disk", .good, "fine").lines(colours: true) == "\u{1B}[32m✓\u{1B}[0m disk         fine\n")
    }

    @Test func `Findings as JSON say whether all is well`() {
        let good = Finding("a", .good, "x")
        let json = { String(decoding: Finding.json($0), as: UTF8.self) }
        #expect(json([good]) == #"{"ok":true,"findings":[{"subject":"a","state":"good","text":"x"}]}"# + "\n")
        #expect(json([good, Finding("b", .note, "y")]).hasPrefix(#"{"ok":true"#))
        #expect(json([good, Finding("b", .bad, "y", advice: "z")]).hasPrefix(#"{"ok":false"#))
    }
}
