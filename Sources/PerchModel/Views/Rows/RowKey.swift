/// The keys of rows: the project, then what tells the row apart within its view, joined by `/`.
///
/// All parts but the last are escaped (`%` as `%25`, `/` as `%2F`), so that two rows never share a key whatever agents call themselves.
public enum RowKey: Sendable {
    /// Joins parts.
    public static func joined(_ parts: String...) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parts.reduce(parts.count) { $0 + $1.utf8.count })
        for (place, part) in parts.enumerated() {
            if place == parts.count - 1 {
                bytes.append(contentsOf: part.utf8)
            } else {
                append(part, to: &bytes)
                bytes.append(slash)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The project a key belongs to; empty where its row is about all of them.
    public static func project(of key: String) -> String {
        parts(of: key, 2).first ?? ""
    }

    /// Takes a key apart again, into at most so many parts; the last one may hold slashes of its own.
    public static func parts(of key: String, _ count: Int) -> [String] {
        let parts = key.utf8.split(separator: slash, maxSplits: count - 1, omittingEmptySubsequences: false)
        return parts.enumerated().map { place, part in
            place == count - 1 ? String(decoding: part, as: UTF8.self) : unescaped(part)
        }
    }

    private static let slash = UInt8(ascii: "/")
    private static let percent = UInt8(ascii: "%")

    private static func append(_ part: String, to bytes: inout [UInt8]) {
        for byte in part.utf8 {
            switch byte {
            case percent: bytes.append(contentsOf: "%25".utf8)
            case slash: bytes.append(contentsOf: "%2F".utf8)
            default: bytes.append(byte)
            }
        }
    }

    private static func unescaped(_ part: Substring.UTF8View) -> String {
        guard part.contains(percent) else { return String(decoding: part, as: UTF8.self) }
        var bytes: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            let escape = rest.prefix(2)
            if byte == percent, escape.elementsEqual("25".utf8) || escape.elementsEqual("2F".utf8) {
                bytes.append(escape.elementsEqual("25".utf8) ? percent : slash)
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
