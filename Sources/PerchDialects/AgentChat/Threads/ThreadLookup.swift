import PerchModel

/// Finds the conversation that a client means.
enum ThreadLookup {
    /// Looks in the world, and in the log where the world has let go of it.
    static func find(
        _ thread: String, _ ask: Ask, then: @escaping @Sendable (ThreadCard) throws(PerchError) -> Reaction<Answer>
    ) -> Reaction<Answer> {
        .look { picture throws(PerchError) in
            if let row = row(thread, ask.project, in: picture) { return try then(ThreadCard(row)) }
            let kinds = ["thread.opened", "thread.closed"]
            return ThreadStory.read(thread, project: ask.project, kinds: kinds, before: picture.seq + 1) {
                story, _ throws(PerchError) in
                guard let card = story.card else { throw unknown }
                return try then(card)
            }
        }
    }

    static let unknown = PerchError(.notFound, "There is no such thread.")

    /// The row of a conversation; where no project is named that of the usual one, else that of any.
    static func row(_ thread: String, _ project: String?, in picture: any Picture) -> ThreadRow? {
        let key = RowKey.joined(project ?? Draft.defaultProject, "thread", thread)
        if case .thread(let row) = picture.row(ofKind: .thread, key) { return row }
        guard project == nil else { return nil }
        var found: ThreadRow?
        picture.forEachRow(ofKind: .thread, project: nil) { row in
            if case .thread(let row) = row, row.thread == thread { found = row }
        }
        return found
    }
}
