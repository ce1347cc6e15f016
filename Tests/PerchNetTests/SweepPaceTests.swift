import Testing

@testable import PerchNet

@Suite struct SweepPaceTests {
    private let millisecond: UInt64 = 1_000_000

    @Test func `After quiet, news is sent at once`() {
        var pace = SweepPace()
        #expect(pace.published(at: 5, now: 7) == .sweep)
        #expect(pace.swept(from: 7, to: 8, isBehind: false) == .none)
        #expect(pace.published(at: 1_000, now: 1_000) == .sweep)
    }

    @Test func `The pause is in proportion to the sweep, and one wait is enough for all news within it`() {
        var pace = SweepPace()
        #expect(pace.published(at: 0, now: 0) == .sweep)
        #expect(pace.swept(from: 0, to: 1_000, isBehind: false) == .none)
        #expect(pace.published(at: 2_000, now: 3_000) == .wait(1_000 + SweepPace.pause * 1_000 - 3_000))
        #expect(pace.published(at: 4_000, now: 4_000) == .none)
        #expect(pace.swept(from: 16_000, to: 17_000, isBehind: false) == .none)
        #expect(pace.published(at: 16_500, now: 17_000) == .wait(SweepPace.pause * 1_000))
    }

    @Test func `No message waits longer than 20 ms for its sweep`() {
        var pace = SweepPace()
        #expect(pace.published(at: 0, now: 0) == .sweep)
        #expect(pace.swept(from: 0, to: 50 * millisecond, isBehind: false) == .none)
        // Published while the long sweep ran.
        #expect(pace.published(at: 10 * millisecond, now: 50 * millisecond) == .sweep)
        #expect(pace.swept(from: 50 * millisecond, to: 100 * millisecond, isBehind: false) == .none)
        #expect(pace.published(at: 101 * millisecond, now: 102 * millisecond) == .wait(19 * millisecond))
    }

    @Test func `Who is behind goes on after a rest as long as the sweep`() {
        var pace = SweepPace()
        #expect(pace.published(at: 0, now: 0) == .sweep)
        #expect(pace.swept(from: 0, to: 3_000, isBehind: true) == .wait(3_000))
        #expect(pace.published(at: 4_000, now: 4_000) == .none)
        #expect(pace.swept(from: 6_000, to: 7_000, isBehind: false) == .none)
    }
}
