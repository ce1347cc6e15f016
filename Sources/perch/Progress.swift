import PerchCommand
import PerchSystem

/// Shows a line of progress on a terminal, a few times a second; nothing where the standard error is none.
struct Progress {
    var line: ProgressLine
    private let started = SystemClock.monotonicNanoseconds()
    private var shown: UInt64 = 0
    private let isVisible = ByteSink.error.isTerminal

    init(_ line: ProgressLine) {
        self.line = line
    }

    /// Shows how far it is, unless that was shown just now.
    mutating func show() {
        let now = SystemClock.monotonicNanoseconds()
        guard isVisible, now - shown > 100_000_000 else { return }
        shown = now
        let text = line.text(columns: ByteSink.error.columns ?? 80, seconds: seconds)
        Console.complain(raw: "\r\u{1B}[K\(text)")
    }

    /// Takes the line away.
    mutating func clear() {
        if isVisible, shown > 0 { Console.complain(raw: "\r\u{1B}[K") }
        shown = 0
    }

    /// Since the beginning.
    var seconds: Double { Double(SystemClock.monotonicNanoseconds() - started) / 1e9 }
}
