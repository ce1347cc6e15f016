import Testing

@testable import PerchCommand

@Suite struct NearestTests {
    @Test(arguments: [
        ("sevre", "serve"), ("serv", "serve"), ("tial", "tail"), ("evnets", "events"), ("demmo", "demo"),
        ("doc", "doctor"),
        ("imp", "import"), ("VERSION", "version"),
    ])
    func `A slip of the pen is recognised`(typed: String, meant: String) {
        #expect(Nearest.word(to: typed, among: Command.allCases.map(\.rawValue)) == meant)
    }

    @Test(arguments: ["banana", "x", "", "restart"])
    func `What is like nothing gets no suggestion`(typed: String) {
        #expect(Nearest.word(to: typed, among: Command.allCases.map(\.rawValue)) == nil)
    }

    @Test(arguments: [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3), ("listen", "lisetn", 1)])
    func `Swapped neighbours count once`(left: String, right: String, distance: Int) {
        #expect(Nearest.distance(left, right) == distance)
        #expect(Nearest.distance(right, left) == distance)
    }
}
