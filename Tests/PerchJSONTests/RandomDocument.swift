import PerchJSON

/// A JSON value made from a seed, with all that is awkward in strings and numbers.
indirect enum RandomDocument: Equatable {
    case object([(String, RandomDocument)])
    case array([RandomDocument])
    case string(String)
    case int64(Int64)
    case uint64(UInt64)
    case double(Double)
    case bool(Bool)
    case null

    static func random(depth: Int, _ random: inout SplitMix) -> RandomDocument {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 7), using: &random) {
        case 0: .string(text(&random))
        case 1: .int64(Bool.random(using: &random) ? Int64(random.next() % 100) : Int64(bitPattern: random.next()))
        case 2: .uint64(random.next() | 1 << 63)
        case 3: .double(finite(&random))
        case 4: .bool(Bool.random(using: &random))
        case 5: .null
        case 6: .string("")
        case 7: .array((0..<Int(random.next() % 6)).map { _ in Self.random(depth: depth - 1, &random) })
        default:
            .object((0..<Int(random.next() % 6)).map { _ in (text(&random), Self.random(depth: depth - 1, &random)) })
        }
    }

    private static func text(_ random: inout SplitMix) -> String {
        let awkward: [Unicode.Scalar] = [
            "\"", "\\", "/", "\n", "\r", "\u{0}", "\u{1F}", "\u{7F}", "é", "中", "😀", "\u{2028}",
        ]
        let count = Int(random.next() % (random.next() % 8 == 0 ? 200 : 20))
        var scalars = String.UnicodeScalarView()
        for _ in 0..<count {
            let plain = Unicode.Scalar(UInt8(0x20 + random.next() % 0x5F))
            scalars.append(random.next() % 12 == 0 ? awkward.randomElement(using: &random) ?? plain : plain)
        }
        return String(scalars)
    }

    private static func finite(_ random: inout SplitMix) -> Double {
        let value = Double(bitPattern: random.next())
        return value.isFinite ? value : 0.5
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .object(let members):
            writer.object { writer in
                for (key, value) in members {
                    writer.key(key)
                    value.write(to: &writer)
                }
            }
        case .array(let elements): writer.array { writer in for element in elements { element.write(to: &writer) } }
        case .string(let value): writer.value(value)
        case .int64(let value): writer.value(value)
        case .uint64(let value): writer.value(value)
        case .double(let value): writer.value(value)
        case .bool(let value): writer.value(value)
        case .null: writer.null()
        }
    }

    init?(_ element: JSONElement) {
        switch element.kind {
        case .object:
            guard let object = element.objectValue else { return nil }
            self = .object(object.compactMap { member in RandomDocument(member.value).map { (member.key, $0) } })
        case .array:
            guard let array = element.arrayValue else { return nil }
            self = .array(array.compactMap { RandomDocument($0) })
        case .string: self = .string(element.stringValue ?? "?")
        case .int64: self = .int64(element.int64Value ?? 0)
        case .uint64: self = .uint64(element.uint64Value ?? 0)
        case .double: self = .double(element.doubleValue ?? .nan)
        case .bool: self = .bool(element.boolValue ?? false)
        case .null: self = .null
        }
    }

    static func == (left: RandomDocument, right: RandomDocument) -> Bool {
        switch (left, right) {
        case (.object(let left), .object(let right)):
            left.map(\.0).map { Array($0.utf8) } == right.map(\.0).map { Array($0.utf8) }
                && left.map(\.1) == right.map(\.1)
        case (.array(let left), .array(let right)): left == right
        case (.string(let left), .string(let right)): Array(left.utf8) == Array(right.utf8)
        case (.int64(let left), .int64(let right)): left == right
        case (.uint64(let left), .uint64(let right)): left == right
        case (.double(let left), .double(let right)): left.bitPattern == right.bitPattern
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null): true
        default: false
        }
    }
}
