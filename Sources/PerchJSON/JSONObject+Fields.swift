/// Typed lookups. Each gives nil for an absent field and for `null`, and throws `wrongType` with the field's name for a value
/// of another type.
extension JSONObject {
    /// The field's value unless it is `null`.
    public func value(_ key: StaticString) -> JSONElement? {
        guard let place = find(key), document.tag(place) != .null else { return nil }
        return JSONElement(document: document, index: place)
    }

    /// The field as a string.
    public func string(_ key: StaticString) throws(JSONError) -> String? {
        guard let place = find(key) else { return nil }
        switch document.tag(place) {
        case .string: return document.string(place)
        case .null: return nil
        default: throw .wrongType(field: "\(key)", expected: "a string")
        }
    }

    /// The field as a whole number; throws `numberOutOfRange` above `Int64.max`. A double such as `12.0` counts.
    public func int64(_ key: StaticString) throws(JSONError) -> Int64? {
        guard let value = value(key) else { return nil }
        if let number = value.int64Value { return number }
        guard value.kind == .uint64 else { throw .wrongType(field: "\(key)", expected: "a whole number") }
        throw JSONError(code: .numberOutOfRange, reason: "must be a whole number of 64 bits, signed", field: "\(key)")
    }

    /// The field as a whole number of this machine's width.
    public func int(_ key: StaticString) throws(JSONError) -> Int? {
        try int64(key).map { Int($0) }
    }

    /// The field as a whole number that is not negative; throws `numberOutOfRange` below zero.
    public func uint64(_ key: StaticString) throws(JSONError) -> UInt64? {
        guard let value = value(key) else { return nil }
        if let number = value.uint64Value { return number }
        guard value.int64Value != nil else { throw .wrongType(field: "\(key)", expected: "a whole number") }
        throw JSONError(code: .numberOutOfRange, reason: "must not be negative", field: "\(key)")
    }

    /// The field as a number; a whole number beyond 2⁵³ is rounded to the nearest double.
    public func double(_ key: StaticString) throws(JSONError) -> Double? {
        guard let value = value(key) else { return nil }
        guard let number = value.doubleValue else { throw .wrongType(field: "\(key)", expected: "a number") }
        return number
    }

    /// The field as a truth value.
    public func bool(_ key: StaticString) throws(JSONError) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let truth = value.boolValue else { throw .wrongType(field: "\(key)", expected: "true or false") }
        return truth
    }

    /// The field as an array of strings.
    public func strings(_ key: StaticString) throws(JSONError) -> [String]? {
        guard let array = try array(key) else { return nil }
        do { return try array.strings() } catch { throw error.inside("\(key)") }
    }

    /// The field as an object.
    public func object(_ key: StaticString) throws(JSONError) -> JSONObject? {
        guard let value = value(key) else { return nil }
        guard let object = value.objectValue else { throw .wrongType(field: "\(key)", expected: "an object") }
        return object
    }

    /// The field as an array.
    public func array(_ key: StaticString) throws(JSONError) -> JSONArray? {
        guard let value = value(key) else { return nil }
        guard let array = value.arrayValue else { throw .wrongType(field: "\(key)", expected: "an array") }
        return array
    }

    /// The field whatever its type, as compact JSON. It throws nothing of its own; it stands in line with the others.
    public func text(_ key: StaticString) throws(JSONError) -> JSONText? {
        value(key)?.text()
    }
}
