/// Keeps JSON on one line for everybody.
///
/// An event stream ends lines at CR and LF only, which JSON escapes anyway. Clients that split text into lines by Unicode's rules, as
/// several HTTP libraries for Python do, would break an event at three more characters.
enum OneLine {
    /// The same JSON with U+0085, U+2028 and U+2029 escaped; outside of strings there are none.
    static func escaped(_ json: [UInt8]) -> [UInt8] {
        guard json.contains(where: { $0 == 0xC2 || $0 == 0xE2 }) else { return json }
        var out: [UInt8] = []
        out.reserveCapacity(json.count + 16)
        var rest = json[...]
        while let byte = rest.first {
            if let (length, escape) = escape(of: rest) {
                out.append(contentsOf: escape.utf8)
                rest = rest.dropFirst(length)
            } else {
                out.append(byte)
                rest = rest.dropFirst()
            }
        }
        return out
    }

    private static func escape(of bytes: ArraySlice<UInt8>) -> (length: Int, escape: String)? {
        switch bytes.first {
        case 0xC2 where bytes.starts(with: [0xC2, 0x85]): (2, "\\u0085")
        case 0xE2 where bytes.starts(with: [0xE2, 0x80, 0xA8]): (3, "\\u2028")
        case 0xE2 where bytes.starts(with: [0xE2, 0x80, 0xA9]): (3, "\\u2029")
        default: nil
        }
    }
}
