import Glibc
import Testing

@testable import PerchHub
@testable import PerchSystem

@Test func `A file without a writer is told from one that has some`() throws {
    let scene = TailScene()
    var writer: TailWriter? = TailWriter(scene.path())
    writer?.write("1\n")
    let file = try ReadableFile(scene.path())
    let open = file.writers()
    // Where leases are not to be had, nothing is known, and that is said.
    #expect(open == .some || open == .unknown)
    writer = nil
    #expect(file.writers() == (open == .some ? .none : .unknown))
}

@Test func `A file is read at any place, also after it was removed`() throws {
    let scene = TailScene()
    scene.write("hello")
    let file = try ReadableFile(scene.path())
    scene.remove()
    var bytes = Array("<".utf8)
    #expect(try file.read(3, at: 1, into: &bytes) == 3)
    #expect(try file.read(10, at: 4, into: &bytes) == 1)
    #expect(try file.read(10, at: 5, into: &bytes) == 0)
    #expect(bytes == Array("<ello".utf8))
    #expect(try file.facts().size == 5)
    #expect(FileFacts.at(scene.path()) == nil)
}

@Test func `A file that cannot be opened says why`() {
    let error = SystemError(call: "open", subject: "/nowhere/at/all", code: ENOENT)
    #expect(throws: error) { try ReadableFile("/nowhere/at/all") }
}

@Test func `The kind of a file system is read from the table of mounts`() {
    let table = """
        22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        30 22 0:27 / /mnt/share rw shared:9 master:1 - nfs4 server:/share rw,vers=4.2
        31 22 259:300 / /data rw - xfs /dev/nvme0n1p300 rw
        40 22 0:30 /
        """
    #expect(Mounts.kind(of: 0x801, in: table) == "ext4")
    #expect(Mounts.kind(of: 27, in: table) == "nfs4")
    #expect(Mounts.kind(of: 0x11032C, in: table) == "xfs", "numbers over a byte are interleaved")
    #expect(Mounts.kind(of: 30, in: table) == nil)
    #expect(Mounts.kind(of: 99, in: table) == nil)
}
