/// What a request line asks for, taken apart (RFC 9112 3.2) and made safe.
public struct RequestTarget: Sendable, Equatable {
    /// One `name=value` of a query, both decoded; the value is empty when there is no `=`.
    public struct QueryItem: Sendable, Equatable {
        /// The part before the `=`.
        public let name: String
        /// The part behind it.
        public let value: String
    }

    /// The decoded path; `*` for `OPTIONS *`.
    public let path: String
    /// What stands behind the `?`, as it came.
    public let rawQuery: String
    /// The host and port of a target in absolute form.
    public let authority: String?

    /// The query's items, decoded; a `%` that is no escape stands for itself.
    public var queryItems: [QueryItem] {
        rawQuery.utf8.split(separator: UInt8(ascii: "&")).map { item in
            let parts = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return QueryItem(name: Self.lenient(parts[0]), value: parts.count > 1 ? Self.lenient(parts[1]) : "")
        }
    }

    /// Takes a target apart; nil when it is malformed, leaves the root or hides a NUL.
    init?(_ bytes: ArraySlice<UInt8>, method: HTTPMethod) {
        if method == .options, bytes.elementsEqual([UInt8(ascii: "*")]) {
            (path, rawQuery, authority) = ("*", "", nil)
            return
        }
        var rest = bytes
        if rest.first != UInt8(ascii: "/") {
            guard let absolute = Self.absolute(bytes) else { return nil }
            authority = absolute.authority
            rest = absolute.rest
        } else {
            authority = nil
        }
        // A fragment is never sent (RFC 9112 3.2); bytes outside ASCII must be escaped.
        guard !rest.contains(where: { $0 == UInt8(ascii: "#") || $0 <= 0x20 || $0 >= 0x7F }) else { return nil }
        let mark = rest.firstIndex(of: UInt8(ascii: "?")) ?? rest.endIndex
        guard let path = Self.path(rest[..<mark]) else { return nil }
        self.path = path
        rawQuery = String(decoding: rest[mark...].dropFirst(), as: UTF8.self)
    }

    private static func absolute(_ bytes: ArraySlice<UInt8>) -> (authority: String, rest: ArraySlice<UInt8>)? {
        for scheme in ["http://", "https://"] where bytes.prefix(scheme.utf8.count).map(lowercase) == Array(scheme.utf8)
        {
            let behind = bytes.dropFirst(scheme.utf8.count)
            let end = behind.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? behind.endIndex
            let authority = behind[..<end]
            guard !authority.isEmpty, !authority.contains(UInt8(ascii: "@")) else { return nil }
            let rest = behind[end...]
            let path = rest.first == UInt8(ascii: "/") ? rest : ArraySlice([UInt8(ascii: "/")] + rest)
            return (String(decoding: authority, as: UTF8.self), path)
        }
        return nil
    }

    /// The decoded path, refused rather than repaired when it has dot segments: nobody honest sends them.
    private static func path(_ raw: ArraySlice<UInt8>) -> String? {
        let slash = UInt8(ascii: "/")
        var decoded = Array(raw)
        if raw.contains(UInt8(ascii: "%")) {
            guard let bytes = decode(raw, plusIsSpace: false, strict: true) else { return nil }
            decoded = bytes
        }
        if decoded.contains(0) { return nil }
        let dot = UInt8(ascii: ".")
        if decoded.contains(dot) {
            for segment in decoded.split(separator: slash) where segment.count <= 2 && segment.allSatisfy({ $0 == dot })
            {
                return nil
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func lenient(_ raw: some Sequence<UInt8>) -> String {
        String(decoding: decode(raw, plusIsSpace: true, strict: false) ?? [], as: UTF8.self)
    }

    private static func decode(_ raw: some Sequence<UInt8>, plusIsSpace: Bool, strict: Bool) -> [UInt8]? {
        let bytes = Array(raw)
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                if index + 2 < bytes.count, let high = hex(bytes[index + 1]), let low = hex(bytes[index + 2]) {
                    decoded.append(high << 4 | low)
                    index += 3
                    continue
                }
                if strict { return nil }
            }
            decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
            index += 1
        }
        return decoded
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
