import Testing

@testable import PerchCommand

@Suite struct UnitsTests {
    @Test(arguments: [
        ("30s", 30_000), ("5m", 300_000), ("1h", 3_600_000), ("250ms", 250), ("1h30m", 5_400_000), ("0s", 0),
        ("2d", 172_800_000),
    ])
    func `Times are read with their units`(text: String, milliseconds: Int64) {
        #expect(Units.duration(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "5", "m", "5 m", "-5m", "5x", "1.5h", "99999999999999999999s", "9999d", "5mm", "٣s"])
    func `What is no time is refused`(text: String) {
        #expect(Units.duration(text) == nil)
    }

    @Test(arguments: [
        ("1000", 1_000), ("64KiB", 65_536), ("16MiB", 16 << 20), ("1GiB", 1 << 30), ("64k", 65_536), ("10kB", 10_000),
        ("5 MB", 5_000_000), ("0", 0),
    ])
    func `Sizes are read with their units`(text: String, bytes: Int) {
        #expect(Units.size(text) == bytes)
    }

    @Test(arguments: ["", "KiB", "-1", "1.5MiB", "16XB", "99999999999999999999", "9223372036854775807KiB"])
    func `What is no size is refused`(text: String) {
        #expect(Units.size(text) == nil)
    }
}
