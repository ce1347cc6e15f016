/// The header fields of a request, in the order they came; values are made into strings only when asked for.
public struct RequestHeaders: Sendable {
    struct Field: Sendable {
        var name: Range<Int>
        var value: Range<Int>
    }

    let bytes: [UInt8]
    let fields: [Field]

    init(bytes: [UInt8], fields: [Field]) {
        self.bytes = bytes
        self.fields = fields
    }

    /// Fields that never were on a wire.
    public init(_ all: [(name: String, value: String)]) {
        var bytes: [UInt8] = []
        var fields: [Field] = []
        for (name, value) in all {
            let start = bytes.count
            bytes += Array(name.utf8)
            let middle = bytes.count
            bytes += Array(value.utf8)
            fields.append(Field(name: start..<middle, value: middle..<bytes.count))
        }
        self.init(bytes: bytes, fields: fields)
    }

    /// How many fields there are.
    public var count: Int { fields.count }

    /// The value of the first field of this name, whatever its letters' case.
    public subscript(_ name: String) -> String? {
        fields.first { matches($0, name) }.map { text($0.value) }
    }

    /// The values of all fields of this name, in order.
    public func values(_ name: String) -> [String] {
        fields.filter { matches($0, name) }.map { text($0.value) }
    }

    /// The members of a comma-separated list over all fields of this name (RFC 9110 5.6.1), trimmed and not empty.
    public func list(_ name: String) -> [String] {
        values(name).flatMap { value in
            value.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
        }
    }

    /// Whether a comma-separated list has this member, whatever its letters' case.
    public func has(_ name: String, token: String) -> Bool {
        list(name).contains { $0.lowercased() == token.lowercased() }
    }

    /// Every field as it came.
    public var all: [(name: String, value: String)] {
        fields.map { (text($0.name), text($0.value)) }
    }

    func count(of name: String) -> Int { fields.count { matches($0, name) } }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func matches(_ field: Field, _ name: String) -> Bool {
        let wanted = name.utf8
        guard field.name.count == wanted.count else { return false }
        return zip(bytes[field.name], wanted).allSatisfy { lowercase($0) == lowercase($1) }
    }
}

/// The ASCII lower-case letter of a byte.
@inline(__always)
func lowercase(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

/// Without blanks and tabs at both ends (OWS of RFC 9110 5.6.3).
func trimmed(_ text: some StringProtocol) -> String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    return String(decoding: text.utf8.drop(while: isBlank).reversed().drop(while: isBlank).reversed(), as: UTF8.self)
}
