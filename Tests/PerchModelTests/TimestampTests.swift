import PerchModel
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00.000000Z", 0),
        ("2026-05-02T13:00:00.123456Z", 1_777_726_800_123_456),
        ("2000-02-29T23:59:59.999999Z", 951_868_799_999_999),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("0001-01-01T00:00:00.000000Z", -62_135_596_800_000_000),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
    ])
    func `A moment is written and read as the same text`(text: String, micros: Int64) {
        #expect(Timestamp(microseconds: micros).description == text)
        #expect(Timestamp(iso8601: text) == Timestamp(microseconds: micros))
    }

    @Test(arguments: [
        ("2026-05-02T13:00:00Z", "2026-05-02T13:00:00.000000Z"),
        ("2026-05-02 13:00:00.5Z", "2026-05-02T13:00:00.500000Z"),
        ("2026-05-02T13:00:00.1234567899Z", "2026-05-02T13:00:00.123456Z"),
        ("2026-05-02T13:00:00,25", "2026-05-02T13:00:00.250000Z"),
        ("2026-05-02T13:00+02:00", "2026-05-02T11:00:00.000000Z"),
        ("2026-05-02T00:30:00-0130", "2026-05-02T02:00:00.000000Z"),
        ("2026-05-02", "2026-05-02T00:00:00.000000Z"),
        ("2026-12-31T23:59:60Z", "2026-12-31T23:59:59.000000Z"),
    ])
    func `Other spellings of ISO 8601 are read`(text: String, same: String) {
        #expect(Timestamp(iso8601: text)?.description == same)
    }

    @Test(arguments: [
        "", "x", "2026", "2026-13-01", "2026-02-29", "2026-00-10", "2026-05-32", "2026-05-02T24:00:00Z",
        "2026-05-02T10:60:00Z",
        "2026-05-02T10:00:00.Z", "2026-05-02T10:00:00+25:00", "2026-05-02T10:00:00Zx", "2026-05-02T1:00:00Z",
        "٢٠٢٦-05-02",
        "0001-01-01T00:00:00+01:00",
    ])
    func `Anything else is refused`(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func `Every day of four centuries goes there and back`() {
        for day in stride(from: Int64(-200_000), through: 200_000, by: 1) {
            let moment = Timestamp(microseconds: day * 86_400_000_000)
            #expect(Timestamp(iso8601: moment.description) == moment)
        }
    }

    @Test func `Milliseconds outside of the calendar are refused`() {
        #expect(Timestamp(milliseconds: 1_777_726_800_123.456)?.microseconds == 1_777_726_800_123_456)
        #expect(Timestamp(milliseconds: .infinity) == nil)
        #expect(Timestamp(milliseconds: .nan) == nil)
        #expect(Timestamp(milliseconds: 1e18) == nil)
        #expect(Timestamp(milliseconds: 253_402_300_799_999)?.description.hasPrefix("9999-12-31T23:59:59.999") == true)
        // The last moment is no double: what is rounded up to it would lie in the year 10000.
        #expect(Timestamp(milliseconds: 253_402_300_799_999.99) == nil)
        #expect(Timestamp(milliseconds: 253_402_300_800_000) == nil)
        #expect(Timestamp(milliseconds: -62_135_596_800_000) == .earliest)
        #expect(Timestamp(milliseconds: -62_135_596_800_001) == nil)
    }
}
