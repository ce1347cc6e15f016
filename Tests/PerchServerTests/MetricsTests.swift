import PerchDialects
import PerchHub
import PerchLog
import PerchNet
import Testing

@testable import PerchServer

@Suite struct MetricsTests {
    @Test func `A followed file is told by its path, whatever that is`() throws {
        let loop = try Loop(name: "test-metrics")
        defer { loop.stop() }
        let doors = TailDoors(read: { _, _, _ in [] }, accept: { _, _ in }, mark: { _ in nil }, warn: { _ in })
        let metrics = Metrics()
        #expect(!metrics.page.text.contains("perch_tail"))
        metrics.follow([FileTail(path: "/a\"b\\c\nd", doors: doors, alarm: LoopAlarm(loop))])
        let lines = metrics.page.text.split(separator: "\n")
        #expect(lines.contains(#"perch_tail_lines_total{file="/a\"b\\c\nd"} 0"#))
        #expect(lines.contains(#"perch_tail_lines_skipped_total{file="/a\"b\\c\nd"} 0"#))
    }

    @Test func `A followed server is told by where it is, without its secrets`() throws {
        let loop = try Loop(name: "test-metrics")
        defer { loop.stop() }
        let doors = UpstreamDoors(
            listener: Deaf(), accept: { _ in Receipt(accepted: 0, first: 0, last: 0, duplicates: 0) }, say: { _, _ in })
        let metrics = Metrics()
        #expect(!metrics.page.text.contains("perch_upstream"))
        let address = ListenAddress(host: "bus.lan", port: 6102)
        metrics.follow([Upstream(address, target: "/socket.io/?token=hush", on: loop, doors: doors)])
        let lines = metrics.page.text.split(separator: "\n")
        #expect(lines.contains(#"perch_upstream_connected{server="bus.lan:6102/socket.io/"} 0"#))
        #expect(!metrics.page.text.contains("hush"))
    }
}

private struct Deaf: Listener {
    let target = "/"
    mutating func begin() -> Heard { Heard() }
    mutating func hear(_ text: [UInt8]) -> Heard { Heard() }
}
