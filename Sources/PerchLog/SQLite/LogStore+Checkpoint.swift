extension LogStore {
    /// Pages of 8 KiB in the write-ahead log after which they are moved: few enough that the pause is short.
    static let checkpointPages = 2000

    /// Moves committed pages into the database when enough of them have come together.
    func checkpointIfDue() throws(SQLiteError) {
        guard connection.writeAheadPages >= Self.checkpointPages else { return }
        do {
            try connection.checkpoint(.passive)
        } catch {
            // No room is no harm here: the pages stay where they are and are moved later.
            if !error.isFull && !error.isBusy { throw error }
        }
    }
}
