/// Makes JSON safe for a terminal without changing what it means.
public enum TerminalJSON: Sendable {
    /// The text with those characters escaped that may stand in a string of JSON but steer or deceive a terminal.
    ///
    /// They cannot stand outside of strings, so no parsing is needed; lines stay lines.
    public static func escaping(_ json: [UInt8]) -> [UInt8] {
        // Controls below the space are escaped in JSON already, so plain ASCII is fine as it is.
        guard json.contains(where: { $0 >= 0x7F }) else { return json }
        var result: [UInt8] = []
        result.reserveCapacity(json.count + 64)
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            if scalar.value == 0x7F || VisibleText.isHidden(scalar) {
                for unit in String(Character(scalar)).utf16 { result += Array("\\u\(hex(unit))".utf8) }
            } else {
                result += UTF8.encode(scalar).map { Array($0) } ?? []
            }
        }
        return result
    }

    private static func hex(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
