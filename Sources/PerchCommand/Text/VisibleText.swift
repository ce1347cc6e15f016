/// Makes text that agents wrote safe for a terminal: what would steer it or hide in it is made visible.
public enum VisibleText: Sendable {
    /// The text on one line, cut to at most `limit` scalars; nothing in it can move the cursor, colour or reorder the line.
    public static func of(_ text: String, limit: Int = .max) -> String {
        var result = String.UnicodeScalarView()
        var marks = 0
        for (count, scalar) in text.unicodeScalars.enumerated() {
            if count >= limit { result.append("…"); break }
            marks = CellWidth.isZero(scalar) ? marks + 1 : 0
            // A letter may carry a few marks; a tower of them spills over the neighbouring lines.
            if marks > 4 { continue }
            append(scalar, to: &result)
        }
        return String(result)
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
        switch scalar.value {
        case 0x0A: result.append("⏎")
        case 0x09: result.append(" ")
        // Unicode has a picture for each of them: U+241B for the escape character.
        case 0x00..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
        case 0x7F: result.append("␡")
        default:
            guard isHidden(scalar) else { return result.append(scalar) }
            result.append(contentsOf: "<U+\(String(scalar.value, radix: 16, uppercase: true))>".unicodeScalars)
        }
    }

    /// C1 controls, marks that reorder text, invisible characters and separators of lines.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x80...0x9F, 0xAD, 0x61C, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F: true
        case 0xFEFF, 0xFFF9...0xFFFB, 0x1D173...0x1D17A, 0xE0000...0xE0FFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
