import PerchModel

extension ThreadRow {
    mutating func take(_ open: ThreadOpened, _ occasion: Occasion) {
        opened = min(opened ?? occasion.time, occasion.time)
        run = open.run.named ?? run
        session = session ?? occasion.session
        parent = open.parent.named ?? parent
        child = open.child.named ?? child
        metadata = open.metadata.kept ?? metadata
        for one in [parent, child] {
            if let one { _ = participants.add(one, upTo: ListLimit.participants) }
        }
    }

    mutating func take(_ message: MessageRow) {
        messages.add(1)
        lastMessage = message.content.cut(to: TextLimit.preview)
        lastType = message.type
        lastFrom = message.from
        lastAt = message.time
        for one in [message.from, message.to] {
            _ = participants.add(one, upTo: ListLimit.participants)
        }
        switch message.type {
        case "question":
            questions.add(1)
            if state == .open { pending = message.message }
        case "answer": pending = nil
        default: break
        }
    }

    mutating func close(_ close: ThreadClosed, _ occasion: Occasion) {
        state = .closed
        closed = occasion.time
        pending = nil
        status = close.status.cut(to: TextLimit.name)
        result = close.result.cut(to: TextLimit.message)
        error = close.error.cut(to: TextLimit.message)
    }
}

extension MessageRow: LedgerRow {
    init(_ message: MessageSent, _ id: String, in thread: ThreadRow, _ occasion: Occasion) {
        self.init(
            project: occasion.project, message: id, thread: thread.thread, from: message.from.cut(to: TextLimit.id),
            to: message.to.cut(to: TextLimit.id), content: message.content.cut(to: TextLimit.content),
            seq: occasion.seq, time: occasion.time)
        run = thread.run
        session = occasion.session
        type = message.type.cut(to: TextLimit.name)
        metadata = message.metadata.kept
    }

    var weight: Int { content.utf8.count + metadata.length }

    static let blank = MessageRow(
        project: "", message: "", thread: "", from: "", to: "", content: "", seq: 0, time: .earliest)
}
