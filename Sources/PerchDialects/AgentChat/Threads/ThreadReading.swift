import PerchJSON
import PerchModel

/// Answers what is asked about conversations.
enum ThreadReading {
    /// One conversation with everything that was said, as the log has it.
    @Sendable static func thread(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let start = try QueryReader(ask.query.filter { $0.name == "after" }, allowing: ["after"])
            .int("after", in: 0...Int.max)
        let (thread, project) = (ask[parameter: "thread_id"], ask.project)
        return .look { picture in
            let first = ThreadLookup.row(thread, project, in: picture)?.firstEvent ?? 1
            return ThreadStory.read(
                thread, project: project, after: max(Seq(start ?? 0), first - 1), before: picture.seq + 1
            ) { story, next throws(PerchError) in
                guard story.card != nil else { throw ThreadLookup.unknown }
                return .done(.json { story.write(to: &$0, next: next) })
            }
        }
    }

    /// The conversations of a run, the newest first, without what was said in them.
    @Sendable static func threads(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let (run, project) = (ask[parameter: "run_id"], ask.project)
        return .survey { picture in
            let cards = rows(in: picture, project).filter { $0.runID == run }
                .sorted { $0.seq > $1.seq }.map(ThreadCard.init)
            return .done(
                .json { writer in
                    writer.array { writer in
                        for card in cards { card.write(to: &writer) { _ in } }
                    }
                })
        }
    }

    /// The questions to an agent that nobody has answered, in conversations that go on, the newest first.
    @Sendable static func pending(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let (agent, project) = (ask[parameter: "agent_id"], ask.project)
        return .survey { picture in
            let questions = questions(to: agent, in: picture, project)
            return .done(
                .json { writer in
                    writer.array { writer in
                        for (message, thread) in questions { writer.question(message, in: thread) }
                    }
                })
        }
    }

    private static func questions(
        to agent: String, in picture: any Picture, _ project: String?
    ) -> [(MessageRow, ThreadRow)] {
        var open: [ThreadID: (thread: ThreadRow, questions: [MessageRow])] = [:]
        for row in rows(in: picture, project) where row.state == .open {
            open[ThreadID(project: row.project, thread: row.thread)] = (row, [])
        }
        for message in ChatRows.messages(in: picture, project) {
            let id = ThreadID(project: message.project, thread: message.thread)
            switch message.type {
            case "question" where message.to == agent: open[id]?.questions.append(message)
            case "answer": open[id]?.questions.removeAll()
            default: break
            }
        }
        return open.values.flatMap { open in open.questions.map { ($0, open.thread) } }.sorted { $0.0.seq > $1.0.seq }
    }

    /// How many conversations there are and how they stand.
    @Sendable static func statistics(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let project = ask.project
        return .survey { picture in
            let cards = rows(in: picture, project)
            let counts = Dictionary(grouping: cards) { ThreadCard($0).status }.mapValues(\.count)
            let messages = cards.reduce(into: 0) { $0 += Int($1.messages) }
            let mean = cards.isEmpty ? 0 : (Double(messages) / Double(cards.count) * 100).rounded() / 100
            return .done(
                .object { writer in
                    writer.field("total_threads", cards.count)
                    writer.object("threads_by_status") { writer in
                        for (status, count) in counts.sorted(by: { $0.key < $1.key }) {
                            writer.key(status)
                            writer.value(count)
                        }
                    }
                    writer.field("total_messages", messages)
                    writer.field("avg_messages_per_thread", mean)
                })
        }
    }

    private static func rows(in picture: any Picture, _ project: String?) -> [ThreadRow] {
        ChatRows.threads(in: picture, project)
    }
}

/// The rows of the chat view.
enum ChatRows {
    static func threads(in picture: any Picture, _ project: String?) -> [ThreadRow] {
        var rows: [ThreadRow] = []
        picture.forEachRow(ofKind: .thread, project: project) { row in
            if case .thread(let row) = row { rows.append(row) }
        }
        return rows
    }

    /// In the order in which they were sent.
    static func messages(in picture: any Picture, _ project: String?) -> [MessageRow] {
        var rows: [MessageRow] = []
        picture.forEachRow(ofKind: .message, project: project) { row in
            if case .message(let row) = row { rows.append(row) }
        }
        return rows.sorted { $0.seq < $1.seq }
    }
}

extension JSONWriter {
    fileprivate mutating func question(_ message: MessageRow, in thread: ThreadRow) {
        object { writer in
            writer.orNull("run_id", thread.runID)
            writer.field("thread_id", message.thread)
            writer.orNull("child_agent_id", thread.child)
            writer.writeFields(of: message)
        }
    }
}

extension ThreadRow {
    /// The event before which nothing happened in it; nil where that is not known, since a row whose opening was not seen may be that
    /// of a conversation that was let go of and is heard of again.
    fileprivate var firstEvent: Seq? { parent != nil || run != nil ? seq : nil }
}
