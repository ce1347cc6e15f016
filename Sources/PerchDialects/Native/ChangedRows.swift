import PerchJSON
import PerchModel

/// The rows of one view that changed since they were last told, each once, in the order of their first change.
struct ChangedRows: Sendable {
    private var places: [String: Int] = [:]
    private var rows: [(key: String, row: Row?)] = []

    mutating func note(_ patch: Patch) {
        if let place = places[patch.key] {
            rows[place].row = patch.row
        } else {
            places[patch.key] = rows.count
            rows.append((patch.key, patch.row))
        }
    }

    var hasPuts: Bool { rows.contains { $0.row != nil } }
    var hasDrops: Bool { rows.contains { $0.row == nil } }

    func writePuts(under view: ViewName, to writer: inout JSONWriter) {
        writer.key(view.rawValue)
        writer.object { writer in
            for (key, row) in rows {
                guard let row else { continue }
                writer.key(key)
                row.write(to: &writer)
            }
        }
    }

    func writeDrops(under view: ViewName, to writer: inout JSONWriter) {
        writer.key(view.rawValue)
        writer.value(rows.filter { $0.row == nil }.map(\.key))
    }
}
