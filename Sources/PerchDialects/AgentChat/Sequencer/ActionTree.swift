import PerchJSON
import PerchModel

/// The entries of a run, each with what is part of it.
struct ActionTree: Sendable {
    private var rows: [ActionRow] = []
    private var places: [String: Int] = [:]

    /// What is deeper is told at the top.
    private static let depth = 32
    /// At most so many entries are told; of more, the first ones.
    static let limit = 20_000

    var count: Int { rows.count }
    var isEmpty: Bool { rows.isEmpty }
    var isFull: Bool { rows.count >= Self.limit }

    /// Takes up an entry, or what is new about one.
    mutating func take(_ row: ActionRow) {
        if let place = places[row.id] { return rows[place].take(row) }
        guard !isFull else { return }
        places[row.id] = rows.count
        rows.append(row)
    }

    /// Writes the entries at the top with all the others in them.
    func write(to writer: inout JSONWriter) {
        var children: [Int: [Int]] = [:]
        var top: [Int] = []
        for (place, row) in rows.enumerated() {
            if let parent = row.parent.flatMap({ places[$0] }), parent != place {
                children[parent, default: []].append(place)
            } else {
                top.append(place)
            }
        }
        var told: Set<Int> = []
        // Those that are part of each other in a circle, and those that are too deep, are in nothing that was told so far.
        for place in top + Array(rows.indices) { write(place, 0, children, &told, &writer) }
    }

    private func write(
        _ place: Int, _ depth: Int, _ children: [Int: [Int]], _ told: inout Set<Int>, _ writer: inout JSONWriter
    ) {
        guard depth < Self.depth, told.insert(place).inserted else { return }
        writer.object { writer in
            rows[place].writeFields(to: &writer)
            writer.array("children") { writer in
                for child in children[place] ?? [] { write(child, depth + 1, children, &told, &writer) }
            }
        }
    }
}
