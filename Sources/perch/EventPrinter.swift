import PerchCommand
import PerchJSON
import PerchModel
import PerchSystem

/// Writes events on the standard output: for people, or as they are.
struct EventPrinter {
    private let json: Bool
    private let isTerminal = ByteSink.output.isTerminal
    private var lines: EventLines

    init(json: Bool) {
        self.json = json
        let dumb = ["", "dumb"].contains(Environment.value("TERM") ?? "dumb")
        let noColour = Environment.value("NO_COLOR").map { !$0.isEmpty } ?? false
        let now = Timestamp(microseconds: SystemClock.wallMicroseconds())
        lines = EventLines(columns: 160, colours: isTerminal && !noColour && !dumb, now: now)
    }

    /// Writes one event, given as its line of JSON.
    mutating func print(_ line: [UInt8]) throws {
        guard !json else {
            let safe = isTerminal ? TerminalJSON.escaping(line) : line
            return try ByteSink.output.write(safe + [UInt8(ascii: "\n")])
        }
        // Into a file or a pipe goes the whole line, on a terminal what fits.
        lines.columns = isTerminal ? ByteSink.output.columns ?? 80 : 4_000
        try ByteSink.output.write(text(of: line) + "\n")
    }

    private mutating func text(of line: [UInt8]) -> String {
        guard let object = try? JSONParser().parse(line).objectValue, let event = try? Event(stored: object) else {
            // An event of a later version of Perch, most likely.
            return VisibleText.of(String(decoding: line, as: UTF8.self), limit: lines.columns)
        }
        return (lines.heading(event).map { $0 + "\n" } ?? "") + lines.line(event)
    }

    /// Says something about the stream itself, where a person is watching.
    func note(_ text: String) {
        guard !json, isTerminal else { return Console.complain(text + ".") }
        Console.complain(raw: lines.colours ? "\u{1B}[2m– \(text)\u{1B}[0m\n" : "– \(text)\n")
    }

    /// The number of an event's line.
    static func seq(of line: [UInt8]) -> Seq? {
        (try? JSONParser().parse(line).objectValue?["seq"])?.int64Value
    }
}
