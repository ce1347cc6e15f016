/// Tells by its name whether a file is an earlier one of a file that is rotated.
///
/// For `log.jsonl`: `log.jsonl.1`, `log.jsonl-20261121`, `log.jsonl.old`, `log.1.jsonl`. Compressed ones are not, as
/// they cannot be read as they are.
struct RotatedName: Equatable {
    let base: String

    /// What makes the name another than the base, such as `1`; nil for a name that is no rotation's.
    func mark(in name: String) -> Substring? {
        guard let mark = between(name, base, "") ?? inside(name), Self.isMark(mark) else { return nil }
        return mark
    }

    /// The count in the name: rotation by counts renames 1 to 2, so that the highest is the oldest. Nil for dates.
    func count(in name: String) -> Int? {
        guard let mark = mark(in: name), mark.utf8.count < 8 else { return nil }
        return Int(mark)
    }

    private func inside(_ name: String) -> Substring? {
        guard let dot = base.lastIndex(of: "."), dot != base.startIndex else { return nil }
        return between(name, base[..<dot], base[dot...])
    }

    private func between(_ name: String, _ start: some StringProtocol, _ end: some StringProtocol) -> Substring? {
        guard name.hasPrefix(start), name.hasSuffix(end) else { return nil }
        let rest = name.dropFirst(start.count)
        guard rest.count > end.count + 1 else { return nil }
        let middle = rest.dropLast(end.count)
        return middle.first.map { ".-_".contains($0) } == true ? middle.dropFirst() : nil
    }

    private static func isMark(_ mark: Substring) -> Bool {
        if ["old", "bak", "prev"].contains(mark) { return true }
        return mark.contains { $0.isASCII && $0.isNumber }
            && mark.allSatisfy { $0.isASCII && $0.isNumber || ".-_:+TZ".contains($0) }
    }
}
