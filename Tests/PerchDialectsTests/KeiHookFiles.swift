import PerchDialects
import PerchJSON
import PerchModel

/// The event file and the ledger, as a process that runs hooks one after another leaves them.
struct KeiHookFiles {
    var lines: [String] = []
    var ledger: [UInt8] = []
    var time: Int64 = 1_777_726_800_123_456

    /// Runs one hook to its end, a second after the one before it.
    mutating func run(_ emitter: KeiEmitter, _ json: String) {
        defer { time += 1_000_000 }
        guard let hook = KeiHook(emitter, json: Array(json.utf8), at: Timestamp(microseconds: time)) else { return }
        ledger += hook.note ?? []
        let answer = hook.answer(from: hook.asksLedger ? HookLedger(ledger) : HookLedger())
        if let line = answer.line { lines.append(String(decoding: line, as: UTF8.self)) }
        ledger += answer.note ?? []
    }

    /// A field of every line.
    func field(_ key: StaticString) -> [String?] {
        lines.map { try? JSONParser().parse(Array($0.utf8)).object().string(key) }
    }
}
