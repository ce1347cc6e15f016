/// The dictionary of terms as the follower uses it: gives every term of a field its number. Confined to the follower's thread.
final class TermTable {
    private struct Key: Hashable {
        let field: IndexField
        let text: [UInt8]
    }

    /// So many terms are remembered; sessions are without number.
    private static let maxRemembered = 50_000

    private var remembered: [Key: UInt32] = [:]
    private let insert: SQLiteStatement
    private let find: SQLiteStatement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        insert = try connection.prepare("INSERT OR IGNORE INTO term(field, text) VALUES(?1, ?2)")
        find = try connection.prepare("SELECT id FROM term WHERE field = ?1 AND text = ?2")
    }

    /// A term's number; a new term gets the next.
    func number(_ field: IndexField, _ text: [UInt8]) throws(SQLiteError) -> UInt32 {
        let key = Key(field: field, text: text)
        if let number = remembered[key] { return number }
        insert.bind(Int64(field.rawValue), at: 1)
        try insert.run(with: text, in: text.indices, at: 2)
        var number: UInt32 = 0
        find.bind(Int64(field.rawValue), at: 1)
        try find.rows(with: text, at: 2) { row in number = UInt32(truncatingIfNeeded: row.int64(0)) }
        if remembered.count >= Self.maxRemembered { remembered.removeAll() }
        remembered[key] = number
        return number
    }

    /// Forgets numbers given in a transaction that was undone.
    func forget() {
        remembered.removeAll()
    }
}
