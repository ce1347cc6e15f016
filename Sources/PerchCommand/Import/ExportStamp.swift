import PerchJSON

/// Gives exported events that have no id one that follows from their line, so that importing a file twice adds nothing twice.
struct ExportStamp {
    private let parser = JSONParser()
    private static let head = Array(#"{"seq":"#.utf8)

    /// The line, with an id put in where it is an export's and has none. Any other line is given back as it is.
    func stamped(_ line: [UInt8]) -> [UInt8] {
        guard line.starts(with: Self.head), line.last == UInt8(ascii: "}"),
            let object = try? parser.parse(line).objectValue, object.value("id") == nil, object.value("received") != nil
        else { return line }
        return line.dropLast() + Array(#","id":"import-\#(Self.fingerprint(line))"}"#.utf8)
    }

    /// 128 bits of FNV-1a over the line from both ends: enough to tell the events of one log apart.
    private static func fingerprint(_ line: [UInt8]) -> String {
        hex(hash(line)) + hex(hash(line.reversed()))
    }

    private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
