import PerchCommand
import PerchDialects
import PerchModel
import PerchSystem

/// `perch hook`: notes what a coding agent's hook tells, and nothing ever goes wrong with it.
///
/// The agent waits for the end of this process at every tool it uses. So there is no loop, no network and no config file.
struct Hook {
    let options: HookOptions

    /// The longest JSON that is read; a prompt or a response is in it.
    private static let limit = 16 << 20
    /// How long the agent has to write it.
    private static let patience: UInt64 = 1_000

    func run() {
        guard !options.isBypassed, let events = options.events else { return }
        Signals.ignoreFileSizeLimit()
        let input = ByteSource()
        guard !input.isTerminal,
            let json = try? input.readAll(limit: Self.limit, milliseconds: Self.patience),
            let hook = KeiHook(
                options.emitter, json: json, at: Timestamp(microseconds: SystemClock.wallMicroseconds()))
        else { return }
        note(hook, in: HookFile(events), HookLedgerFile(beside: events))
    }

    /// The order is the one that ``KeiHook`` asks for.
    private func note(_ hook: KeiHook, in events: HookFile, _ ledger: HookLedgerFile) {
        if let note = hook.note { ledger.append(note) }
        let answer = hook.answer(from: hook.asksLedger ? ledger.read() : HookLedger())
        if let line = answer.line { _ = events.append(line) }
        if let note = answer.note { ledger.append(note) }
    }
}
