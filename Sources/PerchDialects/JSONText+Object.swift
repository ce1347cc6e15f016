import PerchJSON

extension JSONText {
    /// It as the object that clients look into: what senders tell beside may be any value.
    var asObject: JSONText {
        guard self != .null else { return .emptyObject }
        guard bytes.first != UInt8(ascii: "{") else { return self }
        var writer = JSONWriter()
        writer.object { $0.field("value", self) }
        return writer.text
    }
}

extension JSONText? {
    /// It as an object, which is empty where there is none.
    var asObject: JSONText { self?.asObject ?? .emptyObject }
}
