import PerchJSON
import PerchModel

/// The fields of an event's data, which have more than one name and now and then another type than is said.
struct BusData {
    private let object: JSONObject?

    init(_ data: JSONText) {
        object = try? JSONParser(limits: JSONLimits(maxBytes: data.bytes.count)).parse(data.bytes).objectValue
    }

    /// The first of these fields that is a text and not empty, or a number as a text.
    func text(_ keys: StaticString...) -> String? {
        for key in keys {
            guard let value = object?.value(key) else { continue }
            if let text = value.stringValue, !text.isEmpty { return text }
            if let number = value.int64Value { return String(number) }
        }
        return nil
    }

    /// The first of these fields that is a name.
    func name(_ keys: StaticString...) -> String? {
        for key in keys {
            if let name = text(key), name.isName { return name }
        }
        return nil
    }

    /// A field whatever it holds, as a text.
    func anything(_ key: StaticString) -> String? {
        guard let value = object?.value(key) else { return nil }
        return value.stringValue ?? value.text().string
    }

    /// A field whatever it holds.
    func json(_ key: StaticString) -> JSONText? { object?.value(key)?.text() }

    /// How far something is, from 0 to 100; what is told as a part of one is told so here too.
    var progress: Double? {
        guard let value = object?.value("progress")?.doubleValue, value >= 0, value <= 100 else { return nil }
        return value <= 1 ? value * 100 : value
    }

    /// When it happened.
    var time: Timestamp? { Self.time(object?.value("timestamp") ?? object?.value("created_at")) }

    /// A moment in any form. A time without a zone is the sender's local one, which nobody else knows.
    static func time(_ value: JSONElement?) -> Timestamp? {
        guard let value else { return nil }
        if let seconds = value.doubleValue { return Timestamp(milliseconds: seconds < 1e11 ? seconds * 1000 : seconds) }
        guard let text = value.stringValue, hasZone(text) else { return nil }
        return Timestamp(iso8601: text)
    }

    private static func hasZone(_ text: String) -> Bool {
        guard let time = text.firstIndex(where: { "Tt ".contains($0) }) else { return false }
        return text[time...].dropFirst().contains { "Zz+-".contains($0) }
    }
}
