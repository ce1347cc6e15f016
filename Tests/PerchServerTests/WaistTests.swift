import PerchDialects
import PerchModel
import PerchNet
import Synchronization
import Testing

@testable import PerchServer

@Suite struct RationsTests {
    @Test func `No stretch of the length has more than the count`() {
        let rations = Rations()
        let ration = Ration("a", count: 3, seconds: 1)
        let taken = [0, 100, 200, 300, 999, 1000, 1001, 1100, 1200, 1201].filter {
            rations.take(ration, now: UInt64($0)) == nil
        }
        #expect(taken == [0, 100, 200, 1000, 1100, 1200])
    }

    @Test func `A refusal says after how many seconds there is one again`() {
        let rations = Rations()
        let ration = Ration("a", count: 1, seconds: 60)
        #expect(rations.take(ration, now: 5_000) == nil)
        #expect(rations.take(ration, now: 5_001) == 60)
        #expect(rations.take(ration, now: 64_999) == 1)
        #expect(rations.take(ration, now: 65_000) == nil)
    }

    @Test func `Keys do not share, and of too many the longest unused are forgotten`() {
        let rations = Rations(limit: 10)
        for key in 0..<100 {
            #expect(rations.take(Ration("k\(key)", count: 1, seconds: 3600), now: UInt64(key)) == nil)
        }
        #expect(rations.take(Ration("k99", count: 1, seconds: 3600), now: 100) != nil)
        #expect(rations.take(Ration("k0", count: 1, seconds: 3600), now: 100) == nil)
    }
}

@Suite struct StampsTests {
    @Test func `No millisecond is given out twice, however many ask at once`() async {
        let stamps = Stamps()
        let now = Timestamp(microseconds: 1_000_000)
        let given = await withTaskGroup(of: [Int64].self) { group in
            for _ in 0..<8 { group.addTask { (0..<500).map { _ in stamps.next(at: now) } } }
            return await group.reduce(into: [Int64]()) { $0 += $1 }
        }
        #expect(Set(given).count == 4000)
        #expect(given.min() == 1000)
        #expect(stamps.next(at: Timestamp(microseconds: 99_000_000)) == 99_000)
    }
}

@Suite struct AttendanceTests {
    private struct Silence: Conversation {
        mutating func begin(at now: Timestamp) -> Reaction<[Step]> { .done([]) }
    }

    private func reception(_ group: String?, label: String? = nil) -> Reception {
        Reception(Silence(), label: label, seats: group.map { Seats(group: $0, count: 2, refusal: "full") })
    }

    @Test func `Seats are counted by group, and are free again when a client leaves`() throws {
        let attendance = Attendance()
        let first = try #require(attendance.admit("d", reception("a"), at: .earliest))
        #expect(attendance.admit("d", reception("a"), at: .earliest) != nil)
        #expect(attendance.admit("d", reception("a"), at: .earliest) == nil)
        #expect(attendance.admit("d", reception("b"), at: .earliest) != nil)
        #expect(attendance.admit("d", reception(nil), at: .earliest) != nil)
        attendance.leave(first)
        attendance.leave(first)
        #expect(attendance.admit("d", reception("a"), at: .earliest) != nil)
        #expect(attendance.admit("d", reception("a"), at: .earliest) == nil)
    }

    @Test func `Groups of two dialects that have one name do not share their seats`() throws {
        let attendance = Attendance()
        for dialect in ["d", "e"] {
            for _ in 0..<2 { #expect(attendance.admit(dialect, reception("a"), at: .earliest) != nil) }
            #expect(attendance.admit(dialect, reception("a"), at: .earliest) == nil)
        }
        let client = try #require(attendance.admit("e", reception(nil), at: .earliest))
        #expect(attendance.seated(in: "a", of: "d") == 2)
        #expect((attendance.count(of: "d"), attendance.count(of: "e")) == (2, 3))
        attendance.leave(client)
        #expect(attendance.count(of: "e") == 2)
    }

    @Test func `What clients were sent is counted, by themselves and by what they follow`() throws {
        let attendance = Attendance()
        let client = try #require(attendance.admit("d", reception(nil, label: "me"), at: .earliest))
        let channel = Channel()
        channel.append(Array("before".utf8), tag: 1)
        client.count(Message(Array("hello".utf8)))
        client.follow(channel)
        channel.append(Array("after".utf8), tag: 2)
        let attendee = try #require(attendance.attendees(of: "d").first)
        #expect(attendee == Attendee(label: "me", group: nil, since: .earliest, messages: 2, bytes: 10))
        #expect(attendance.attendees(of: "other").isEmpty)
        client.follow(nil)
        attendance.leave(client)
        channel.append(Array("later".utf8), tag: 3)
        #expect(attendance.totals(of: "d").messages == 2)
        #expect(attendance.totals(of: "d").clients == 1)
    }
}

@Suite struct RouteTableTests {
    private static func route(_ method: HTTPMethod, _ path: String) -> Route {
        Route(method, path, scope: nil) { _, visit throws(PerchError) in
            .text(path + visit.parameters.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined())
        }
    }

    @Test(
        arguments: [
            ("/a/b", "/a/b", [:]),
            ("/a/c", "/a/{x}", ["x": "c"]),
            ("/a/ü b/z", "/a/{x}/z", ["x": "ü b"]),
            ("/a/", nil, [:]), ("/a", nil, [:]), ("/a/b/", nil, [:]), ("/a/b/c/d", nil, [:]), ("/A/b", nil, [:]),
        ] as [(String, String?, [String: String])])
    func `An exact path wins over a pattern, and a segment in braces stands for one that is not empty`(
        path: String, door: String?, parameters: [String: String]
    ) {
        let table = RouteTable(["/a/b", "/a/{x}", "/a/{x}/z"].map { Self.route(.get, $0) })
        let found = table.doors(of: path)
        #expect(found.routes.first?.path == door)
        #expect(found.parameters == parameters)
    }

    @Test func `Of several doors the one that says most narrowly what it answers is taken`() async throws {
        let house = try await TestHouse()
        #expect(try await house.ask(.get, "/health").text.contains(#""service":"perch""#))
        #expect(try await house.ask(.get, "/health", [("accept", "text/plain")]).text == "kei-graph-stream alive\n")
        #expect(try await house.ask(.get, "/health", [("accept", "*/*")]).text.contains(#""service":"perch""#))
        await house.end()
    }
}
