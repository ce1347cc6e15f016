import PerchHub
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
}
