import PerchModel

/// Conversations and their messages.
struct Chat: Sendable {
    private(set) var threads: Table<Name, ThreadRow>
    private(set) var messages: Ledger<Name, MessageRow>

    init(_ limits: Limits) {
        threads = Table(limit: limits.threads, blank: ThreadRow(project: "", thread: "", seq: 0))
        messages = Ledger(limit: limits.messages, bytes: limits.messageBytes, blank: .blank)
    }

    mutating func open(_ open: ThreadOpened, _ occasion: Occasion, _ changes: inout Changes) {
        let slot = slot(of: open.thread, occasion, &changes)
        update(slot, &changes) { $0.take(open, occasion) }
    }

    mutating func close(_ close: ThreadClosed, _ occasion: Occasion, _ changes: inout Changes) {
        let slot = slot(of: close.thread, occasion, &changes)
        guard threads.rows[slot].state == .open else { return }
        update(slot, &changes) { $0.close(close, occasion) }
    }

    /// Takes a message up; a message whose id is known is the same message again. Tells whether it is new.
    mutating func send(_ message: MessageSent, _ occasion: Occasion, _ changes: inout Changes) -> Bool {
        let name = occasion.name(message.message.named ?? "#\(occasion.seq)")
        guard messages.table.slot(of: name) == nil else { return false }
        let slot = slot(of: message.thread, occasion, &changes)
        let row = MessageRow(message, name.id, in: threads.rows[slot], occasion)
        update(slot, &changes) { $0.take(row) }
        threads.touch(slot)
        messages.append(name, row, &changes)
        return true
    }

    mutating func restore(_ row: ThreadRow) {
        _ = threads.insert(Name(row.project, row.thread), row, ended: row.state == .closed)
    }

    mutating func restore(_ row: MessageRow) {
        messages.restore(Name(row.project, row.message), row)
    }

    private mutating func update(_ slot: Int, _ changes: inout Changes, _ body: (inout ThreadRow) -> Void) {
        let before = threads.rows[slot]
        body(&threads.rows[slot])
        guard threads.rows[slot] != before else { return }
        threads.move(slot, ended: threads.rows[slot].state == .closed)
        changes.mark(.thread, slot)
    }

    private mutating func slot(of thread: String, _ occasion: Occasion, _ changes: inout Changes) -> Int {
        let name = occasion.name(thread)
        if let slot = threads.slot(of: name) { return slot }
        var row = ThreadRow(project: name.project, thread: name.id, seq: occasion.seq)
        row.opened = occasion.time
        row.session = occasion.session
        let slot = threads.insert(name, row)
        changes.mark(.thread, slot)
        while let victim = threads.surplus(keeping: slot) {
            changes.drop(.thread(threads.remove(victim)))
        }
        return slot
    }
}
