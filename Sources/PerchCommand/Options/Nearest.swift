/// Finds what a person probably meant.
enum Nearest {
    /// The candidate that is near enough to a word to be suggested, the nearest of them; the first where several are.
    static func word(to word: String, among candidates: [String]) -> String? {
        guard word.utf8.count <= 64 else { return nil }
        let typed = word.lowercased()
        let longest = max(1, min(3, typed.count / 2))
        let scored = candidates.map { ($0, distance(typed, $0.lowercased())) }
        if let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= longest { return best.0 }
        guard typed.count >= 3 else { return nil }
        return candidates.first { $0.lowercased().hasPrefix(typed) }
    }

    /// `; did you mean X?` or nothing.
    static func suggestion(for word: String, among candidates: [String], prefix: String = "") -> String {
        self.word(to: word, among: candidates).map { ". Did you mean \(prefix)\($0)?" } ?? "."
    }

    /// How many letters must be put in, left out, replaced or swapped with their neighbour.
    static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left), Array(right))
        var before: [Int] = []
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            (before, previous) = (previous, current)
        }
        return previous[right.count]
    }
}
