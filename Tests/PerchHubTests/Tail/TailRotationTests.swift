import PerchSystem
import Testing

@testable import PerchHub

@Test(
    arguments: [
        ("log.jsonl.1", "1", 1), ("log.jsonl-20261121", "20261121", nil), ("log.jsonl.old", "old", nil),
        ("log.2.jsonl", "2", 2), ("log-2026-11-21T03:36.jsonl", "2026-11-21T03:36", nil), ("log.jsonl", nil, nil),
        ("log.jsonl.1.gz", nil, nil), ("log.jsonl.lock", nil, nil), ("log.jsonl2", nil, nil), ("other.jsonl", nil, nil),
        ("log.jsonl.", nil, nil), ("log.txt", nil, nil), ("log.jsonl.tmp1", nil, nil), ("log", nil, nil),
    ] as [(String, String?, Int?)])
func `A rotated file is known by its name`(_ name: String, mark: String?, count: Int?) {
    let naming = RotatedName(base: "log.jsonl")
    #expect(naming.mark(in: name).map(String.init) == mark)
    #expect(naming.count(in: name) == count)
}

private func sibling(_ name: String?, _ number: UInt64, at time: Int64) -> Sibling {
    Sibling(name: name, identity: FileIdentity(device: 1, inode: number), modified: time)
}

private let succession = Succession(naming: RotatedName(base: "log"))

@Test func `Files rotated since are read oldest first`() {
    let siblings = [
        sibling("log", 9, at: 50), sibling("log.1", 4, at: 40), sibling("log.2", 3, at: 30),
        sibling("log.3", 2, at: 20),
        sibling("log.4", 1, at: 10), sibling("notes", 7, at: 35),
    ]
    let since = succession.rotated(after: siblings[3], among: siblings)
    #expect(since.map(\.name) == ["log.2", "log.1"])
}

@Test func `Of files written in one moment the highest count is the oldest`() {
    let siblings = (1...12).map { sibling("log.\($0)", UInt64($0), at: 5) }
    let since = succession.rotated(after: siblings[9], among: siblings)
    #expect(since.map(\.identity.inode) == [9, 8, 7, 6, 5, 4, 3, 2, 1])
}

@Test func `Of files written in one moment the latest date is the youngest`() {
    let siblings = ["log-20261122", "log-20261120", "log-20261121"].enumerated().map {
        sibling($1, UInt64($0), at: 5)
    }
    let since = succession.rotated(after: siblings[1], among: siblings)
    #expect(since.map(\.name) == ["log-20261121", "log-20261122"])
}

@Test func `A file seen at the path counts whatever it is called now`() {
    let siblings = [sibling("log.1", 1, at: 9), sibling("gone-elsewhere", 2, at: 5), sibling(nil, 3, at: 7)]
    let known: Set = [siblings[1].identity, siblings[2].identity]
    let since = succession.rotated(after: siblings[0], among: siblings, known: known)
    #expect(since.map(\.identity.inode) == [2, 3])
}

@Test func `Without a file before, all rotated ones are candidates`() {
    let since = succession.rotated(after: nil, among: [sibling("log", 3, at: 3), sibling("log.1", 1, at: 1)])
    #expect(since.map(\.name) == ["log.1"])
}

@Test func `A seen file is known by its beginning and forgotten in the end`() {
    var seen = SeenFiles(limit: 2)
    let files = (1...3).map { FileIdentity(device: 1, inode: $0) }
    seen.add(files[0], head: [1, 2])
    #expect(seen.holds(files[0], head: [1, 2, 3]))
    #expect(!seen.holds(files[0], head: [2, 2, 3]), "another file got its number")
    #expect(!seen.holds(files[1], head: [1, 2]))
    seen.add(files[1], head: [])
    #expect(!seen.holds(files[1], head: [1]), "an empty file has not been read")
    seen.add(files[2], head: [1])
    #expect(!seen.holds(files[0], head: [1, 2]))
    #expect(seen.holds(files[2], head: [1]))
}

@Test func `An identity is read as it was written`() {
    let identity = TailIdentity(FileIdentity(device: 2_049, inode: 77), head: Array("hello".utf8))
    #expect(TailIdentity(identity.text) == identity)
    #expect(identity.matches(head: Array("hello world".utf8)))
    #expect(!identity.matches(head: Array("hellO world".utf8)))
    #expect(!identity.matches(head: Array("hell".utf8)))
    #expect(TailIdentity("2049:77")?.matches(head: []) == true)
}

@Test(arguments: ["", "1", "a:b", "1:2:3", "1:2:3:x", "1:2:-3:0", "1:2:3:4:5"])
func `What is no identity is none`(_ text: String) {
    #expect(TailIdentity(text) == nil)
}

@Test(arguments: [
    ("/a/b.jsonl", "/a/b.jsonl"), ("b.jsonl", "/home/b.jsonl"), ("./x//b.jsonl", "/home/x/b.jsonl"),
    ("../b.jsonl", "/home/../b.jsonl"),
])
func `Marks are kept under the path from the root`(_ path: String, _ absolute: String) {
    #expect(FileTail.absolute(path, in: "/home") == absolute)
}

@Test(arguments: [("ext4", true), ("tmpfs", true), ("nfs4", false), ("9p", false), ("fuse.sshfs", false)])
func `Some file systems do not tell of changes`(_ kind: String, _ tells: Bool) {
    #expect(TailWatch.tellsOfChanges(kind) == tells)
}

@Test func `The same trouble is said once a minute, and how often it was`() {
    var notices = TailNotices(path: "/log")
    #expect(notices.notice(.skipped, "a", now: 0) == "/log: a")
    #expect(notices.notice(.skipped, "b", now: 59_999) == nil)
    #expect(notices.notice(.history, "c", now: 59_999) == "/log: c")
    #expect(notices.notice(.skipped, "d", now: 60_000) == "/log: d (and 1 more like it since the last word about it)")
    #expect(notices.notice(.skipped, "e", now: 130_000) == "/log: e")
}
