import PerchCommand
import PerchNet
import PerchSystem

/// `perch import`: sends files in requests of bounded size.
struct Import {
    private let options: ImportOptions
    private let server: Server
    private var total = SendReceipt()
    private var progress: Progress

    init(_ options: ImportOptions, _ server: Server) {
        self.options = options
        self.server = server
        progress = Progress(ProgressLine("import", total: nil, noun: "events"))
    }

    mutating func run() async throws -> Int32 {
        let sources = try options.files.map { name throws(SystemError) in
            name == "-" ? ByteSource() : try ByteSource(path: name)
        }
        let sizes = sources.compactMap(\.size)
        progress.line.total = sizes.count == sources.count ? sizes.reduce(0, +) : nil
        do {
            for source in sources { try await send(source) }
        } catch {
            progress.clear()
            if total.accepted + total.duplicates > 0 { Console.complain(raw: "Before that: \(summary)\n") }
            throw error
        }
        progress.clear()
        try ByteSink.output.write("\(summary)\n")
        return 0
    }

    private var summary: String {
        let accepted = "\(ProgressLine.grouped(total.accepted)) accepted"
        let duplicates = "\(ProgressLine.grouped(total.duplicates)) duplicates"
        guard let first = total.first, let last = total.last else { return "\(accepted), \(duplicates)" }
        return "\(accepted), \(duplicates), events \(min(first, last)) to \(max(first, last))"
    }

    private mutating func send(_ source: ByteSource) async throws {
        var batcher = LineBatcher()
        while true {
            let bytes = try source.read(upTo: 256 << 10)
            let batches = try parts(of: source) { () throws(LineBatcher.TooLong) in
                bytes.isEmpty ? try batcher.finish() : try batcher.receive(bytes)
            }
            for batch in batches { try await send(batch, of: source) }
            if bytes.isEmpty { return }
            progress.line.done += bytes.count
            progress.show()
        }
    }

    private func parts(
        of source: ByteSource, _ read: () throws(LineBatcher.TooLong) -> [LineBatch]
    ) throws(CommandError) -> [LineBatch] {
        do { return try read() } catch {
            throw CommandError("\(VisibleText.of(source.name)), line \(error.line): it is longer than 16 MiB.")
        }
    }

    /// A server may take smaller bodies than we send; then half of it at a time.
    private mutating func send(_ batch: LineBatch, of source: ByteSource) async throws {
        do {
            total.add(try await patiently { try await server.post(batch.body) })
            progress.line.count = total.accepted + total.duplicates
        } catch let refusal as Refusal {
            if refusal.status == 413, let (first, second) = batch.halves {
                try await send(first, of: source)
                try await send(second, of: source)
            } else {
                throw explained(refusal, batch, source)
            }
        }
    }

    /// A server that has no room just now stored nothing of the request, so it may be asked again; a lost connection tells
    /// nothing, and events without an id would be added twice.
    private func patiently(_ send: () async throws -> SendReceipt) async throws -> SendReceipt {
        var backoff = Backoff()
        for _ in 0..<8 {
            do { return try await send() } catch let refusal as Refusal where refusal.status == 503 {
                await server.pause(milliseconds: backoff.next(random: SystemRandom.word()))
            }
        }
        return try await send()
    }

    private func explained(_ refusal: Refusal, _ batch: LineBatch, _ source: ByteSource) -> CommandError {
        let line = refusal.line ?? (batch.count == 1 ? 1 : nil)
        guard refusal.status == 400 || refusal.status == 413, let line, batch.numbers.indices.contains(line - 1) else {
            return refusal.error(from: server.name)
        }
        let place = "\(VisibleText.of(source.name)), line \(batch.numbers[line - 1])"
        let first = batch.numbers[0]
        return CommandError(
            "\(place): \(refusal.message) Nothing from line \(first) on was stored. Mend the line and import again; "
                + "events with an id are not added twice.")
    }
}
