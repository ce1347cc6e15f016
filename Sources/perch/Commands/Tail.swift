import PerchCommand
import PerchJSON
import PerchModel
import PerchNet
import PerchSystem

/// `perch tail`: follows events, and goes on where it was when the connection is lost.
struct Tail {
    private let options: TailOptions
    private let server: Server
    private var printer: EventPrinter
    private var backoff = Backoff()
    /// Where to go on.
    private var place: Place
    private var isAway = false

    private enum Place: Equatable {
        case behind(Moment)
        case last(Int)
    }

    init(_ options: TailOptions, _ server: Server) {
        self.options = options
        self.server = server
        printer = EventPrinter(json: options.json)
        place =
            switch options.start {
            case .last(let count): .last(count)
            case .after(let moment): .behind(moment)
            }
    }

    mutating func run() async throws -> Int32 {
        var hasBeenThere = false
        while true {
            do {
                let start = try await begin()
                try await follow(from: start, hasBeenThere: &hasBeenThere)
                away("The server ended the stream")
            } catch let refusal as Refusal {
                let error = refusal.error(from: server.name)
                guard error.isTemporary, hasBeenThere else { throw error }
                away(error.description)
            } catch let error as CommandError {
                // At first there is nothing to wait for: it is more likely a wrong address.
                guard error.isTemporary, hasBeenThere else { throw error }
                away("The server is away")
            }
            await server.pause(milliseconds: backoff.next(random: SystemRandom.word()))
        }
    }

    /// Shows the last events where that was asked for, and tells from where the stream goes on.
    private mutating func begin() async throws -> Moment {
        guard case .last(let count) = place else {
            if case .behind(let moment) = place { return moment }
            return .seq(0)
        }
        let newest = ("order", "newest")
        let filter = count == 0 ? [] : options.filter.items
        let items = filter + [("limit", String(max(count, 1))), newest]
        let page = try await server.get("/v1/events", items, accept: "application/x-ndjson").body
        let found = lines(of: page).map { Array(page[$0]) }
        var last: Seq = 0
        for line in found.reversed() {
            last = max(last, EventPrinter.seq(of: line) ?? 0)
            if count > 0 { try printer.print(line) }
        }
        place = .behind(.seq(last))
        return .seq(last)
    }

    private mutating func follow(from start: Moment, hasBeenThere: inout Bool) async throws {
        var items = options.filter.items
        var headers = [(name: "accept", value: "text/event-stream")]
        switch start {
        case .seq(let seq): headers.append(("last-event-id", String(seq)))
        case .time(let time): items.append(("after", time.description))
        }
        var (printer, place) = (self.printer, self.place)
        defer { (self.printer, self.place) = (printer, place) }
        try await server.stream("/v1/stream", items, headers: headers) { response in
            hasBeenThere = true
            back()
            place = Self.checked(place, said: response.headers["last-event-id"])
            for try await event in response.body.events() {
                guard let seq = Seq(event.lastID) else { continue }
                if case .behind(.seq(let last)) = place, seq <= last { continue }
                try printer.print(event.data)
                place = .behind(.seq(seq))
            }
        }
    }

    /// A log that ends before the event we had last is another log than before; everything in it is new then.
    private static func checked(_ place: Place, said header: String?) -> Place {
        guard case .behind(.seq(let last)) = place, let said = header.flatMap({ Seq($0) }), said < last else {
            return place
        }
        Console.complain("the server's log is another one than before, or was cut; going on behind event \(said).")
        return .behind(.seq(said))
    }

    private mutating func away(_ why: String) {
        if !isAway { printer.note("\(why); waiting for it") }
        isAway = true
    }

    private mutating func back() {
        backoff.reset()
        if isAway { printer.note("The server is back") }
        isAway = false
    }
}
