import PerchJSON

/// One packet of Socket.IO, protocol 5, which is what version 4 of its libraries speaks.
struct SocketIOPacket: Equatable {
    enum Kind: UInt8 {
        case connect = 0x30
        case disconnect, event, ack, connectError, binaryEvent, binaryAck
    }

    var kind: Kind
    /// How many binary messages belong to it.
    var attachments = 0
    var namespace = "/"
    /// What the sender wants to have acknowledged.
    var id: String?
    /// What is left: JSON, or nothing.
    var data: ArraySlice<UInt8> = []

    /// Reads `<kind>[<attachments>-][<namespace>,][<id>][<data>]`; nil where it is something else.
    init?(_ text: ArraySlice<UInt8>) {
        guard let kind = text.first.flatMap(Kind.init) else { return nil }
        self.kind = kind
        var rest = text.dropFirst()
        if kind == .binaryEvent || kind == .binaryAck {
            guard let count = Self.digits(of: &rest), let number = Int(count), rest.popFirst() == UInt8(ascii: "-")
            else {
                return nil
            }
            attachments = number
        }
        if rest.first == UInt8(ascii: "/") {
            let name = rest.prefix { $0 != UInt8(ascii: ",") }
            // Some clients write a query behind it, which means nothing here.
            namespace = String(decoding: name.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
            rest = rest.dropFirst(name.count + 1)
        }
        id = Self.digits(of: &rest)
        data = rest
    }

    /// A number that stands next, of no more digits than one has.
    private static func digits(of rest: inout ArraySlice<UInt8>) -> String? {
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard !digits.isEmpty, digits.count <= 18 else { return nil }
        rest = rest.dropFirst(digits.count)
        return String(decoding: digits, as: UTF8.self)
    }

    /// The name of an event, with its first argument; nil where it is none.
    var event: (name: String, argument: JSONElement?)? {
        guard let array = try? JSONParser().parse(Array(data)).arrayValue else { return nil }
        var items = array.makeIterator()
        guard let name = items.next()?.stringValue else { return nil }
        return (name, items.next())
    }

    // MARK: As messages of Engine.IO

    /// `42["<name>",<argument>]`
    static func event(_ name: String, _ argument: [UInt8]) -> [UInt8] {
        var writer = JSONWriter(reserving: argument.count + 32)
        writer.bytes = Array("42".utf8)
        writer.array { writer in
            writer.value(name)
            writer.raw(argument)
        }
        return writer.bytes
    }

    /// `43<id>[]`
    static func ack(_ id: String) -> [UInt8] { Array("43\(id)[]".utf8) }

    /// `40{"sid":"…"}`
    static func connected(sid: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.bytes = Array("40".utf8)
        writer.object { $0.field("sid", sid) }
        return writer.bytes
    }

    /// `44/<namespace>,{"message":"Invalid namespace"}`
    static func refused(_ namespace: String) -> [UInt8] {
        Array("44\(namespace),{\"message\":\"Invalid namespace\"}".utf8)
    }
}
