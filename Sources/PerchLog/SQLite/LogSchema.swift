import PerchModel

/// The tables of `perch.db` and the steps that lead from each version of them to the next.
enum LogSchema {
    /// "PERC": tells `file` and us whose database this is.
    static let applicationID: Int64 = 0x5045_5243

    static let version = steps.count

    /// Step n leads from version n to n + 1; a step that was released is never changed.
    static let steps: [String] = [
        """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE batch(first INTEGER PRIMARY KEY, count INTEGER NOT NULL, received INTEGER NOT NULL,
            moment INTEGER NOT NULL, crc INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE head(id INTEGER PRIMARY KEY CHECK (id = 1), first INTEGER NOT NULL, last INTEGER NOT NULL,
            received INTEGER NOT NULL, moment INTEGER NOT NULL, crc INTEGER NOT NULL);
        CREATE TABLE sender_id(id TEXT PRIMARY KEY, seq INTEGER NOT NULL, crc INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE tail_mark(file TEXT PRIMARY KEY, identity TEXT NOT NULL, offset INTEGER NOT NULL,
            crc INTEGER NOT NULL) WITHOUT ROWID;
        """
    ]

    /// Brings a database to this version, in one transaction.
    ///
    /// - Throws: `corrupt` where the file is another program's, `logFailed` where a newer version wrote it.
    static func migrate(_ connection: SQLiteConnection, identity: @autoclosure () -> String) throws(PerchError) {
        do {
            let found = Int(try connection.number("PRAGMA user_version") ?? 0)
            let application = try connection.number("PRAGMA application_id") ?? 0
            let tables = try connection.number("SELECT count(*) FROM sqlite_schema") ?? 0
            let isNew = found == 0 && application == 0 && tables == 0
            guard isNew || application == applicationID else {
                throw LogFault.corrupt("perch.db is not a log of Perch (its application id is \(application))")
            }
            guard found <= version else { throw newer(found) }
            guard found < version else { return }
            try connection.execute("BEGIN IMMEDIATE")
            for step in steps[found...] { try connection.execute(step) }
            if isNew {
                let sql = "INSERT INTO meta(key, value) VALUES('identity', ?1)"
                try connection.prepare(sql).bind(identity(), at: 1).run()
            }
            try connection.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
            try connection.execute("COMMIT")
        } catch let error as SQLiteError {
            connection.rollBack()
            throw error.isFull ? LogFault.diskFull : LogFault.reading(error)
        } catch let error as PerchError {
            throw error
        } catch {
            throw PerchError(.internalError, "\(error)")
        }
    }

    private static func newer(_ found: Int) -> PerchError {
        PerchError(
            .logFailed,
            "The data folder was written by a newer version of Perch (its schema is \(found), this one knows \(version)); start that version."
        )
    }
}
