import PerchCommand
import PerchJSON
import PerchModel
import PerchNet
import PerchSystem

/// `perch events`: writes events as NDJSON, page after page.
struct Events {
    private let options: EventsOptions
    private let server: Server
    private var progress: Progress

    private static let page = 5_000

    init(_ options: EventsOptions, _ server: Server) {
        self.options = options
        self.server = server
        progress = Progress(ProgressLine("events", total: nil, noun: "events"))
    }

    mutating func run() async throws -> Int32 {
        do { try await export() } catch let refusal as Refusal { throw refusal.error(from: server.name) }
        return 0
    }

    private mutating func export() async throws {
        let sink = try options.output.map { path throws(SystemError) in try ByteSink(path: path) } ?? .output
        let shows = options.output != nil || !ByteSink.output.isTerminal
        var next = options.newestFirst ? options.before : options.after
        var left = options.limit ?? .max
        defer { progress.clear() }
        while left > 0 {
            let page = try await ask(from: next, limit: min(left, Self.page))
            try sink.write(shows ? page.body : TerminalJSON.escaping(page.body))
            let count = lines(of: page.body).reduce(0) { count, _ in count + 1 }
            left -= count
            progress.line.count += count
            if shows { progress.show() }
            guard let place = page.headers["perch-next"].flatMap({ Moment($0) }) else { break }
            next = place
        }
        progress.clear()
        guard let output = options.output, ByteSink.error.isTerminal else { return }
        Console.complain(raw: "\(ProgressLine.grouped(progress.line.count)) events in \(VisibleText.of(output))\n")
    }

    private func ask(from next: Moment?, limit: Int) async throws -> FetchedResponse {
        var items = options.filter.items + [("limit", String(limit))]
        let after = options.newestFirst ? options.after : next
        let before = options.newestFirst ? next : options.before
        if let after { items.append(("after", after.text)) }
        if let before { items.append(("before", before.text)) }
        if options.newestFirst { items.append(("order", "newest")) }
        return try await server.get("/v1/events", items, accept: "application/x-ndjson")
    }
}

extension Moment {
    /// As it stands in a query.
    var text: String {
        switch self {
        case .seq(let seq): String(seq)
        case .time(let time): time.description
        }
    }
}
