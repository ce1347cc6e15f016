/// The part of a file a client asks for (RFC 9110 14.1.2).
enum ByteRange: Equatable {
    /// The whole: none was asked for, or several, or in a way that is to be ignored.
    case whole
    case part(Range<Int>)
    /// Nothing of it lies in the file.
    case unsatisfiable

    init(_ field: String?, size: Int) {
        self = .whole
        guard let field, field.lowercased().hasPrefix("bytes=") else { return }
        let spec = trimmed(field.dropFirst("bytes=".count))
        let parts = spec.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard !spec.contains(","), parts.count == 2 else { return }
        let (first, last) = (Self.number(parts[0]), Self.number(parts[1]))
        switch (first, last, parts[0].isEmpty, parts[1].isEmpty) {
        case (let first?, let last?, _, _):
            guard first <= last else { return }
            self = first < size ? .part(first..<min(last, size - 1) + 1) : .unsatisfiable
        case (let first?, nil, _, true):
            self = first < size ? .part(first..<size) : .unsatisfiable
        case (nil, let suffix?, true, _):
            self = suffix > 0 && size > 0 ? .part(max(0, size - suffix)..<size) : .unsatisfiable
        default: return
        }
    }

    /// Digits only; a number beyond all files is the largest there is.
    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text) ?? Int.max - 1
    }
}
