import Testing

@testable import PerchHub

@Suite struct UpstreamPauseTests {
    @Test func `Each try waits about twice as long as the one before, and never longer than half a minute`() {
        var pause = UpstreamPause()
        #expect((0..<8).map { _ in pause.next(random: 0) } == [1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000])
        for random in [1, 7919, UInt64.max] {
            let next = pause.next(random: random)
            #expect(next >= 22_500 && next <= 30_000)
        }
        pause.reset()
        #expect(pause.next(random: 0) == 1000)
    }
}
