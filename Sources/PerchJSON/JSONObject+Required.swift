/// Typed lookups of fields that must be there: an absent field or `null` throws `missing` with the field's name.
extension JSONObject {
    /// The field as a string.
    public func requiredString(_ key: StaticString) throws(JSONError) -> String {
        try Self.present(try string(key), key)
    }

    /// The field as a whole number.
    public func requiredInt64(_ key: StaticString) throws(JSONError) -> Int64 {
        try Self.present(try int64(key), key)
    }

    /// The field as a whole number of this machine's width.
    public func requiredInt(_ key: StaticString) throws(JSONError) -> Int {
        try Self.present(try int(key), key)
    }

    /// The field as a whole number that is not negative.
    public func requiredUInt64(_ key: StaticString) throws(JSONError) -> UInt64 {
        try Self.present(try uint64(key), key)
    }

    /// The field as a number.
    public func requiredDouble(_ key: StaticString) throws(JSONError) -> Double {
        try Self.present(try double(key), key)
    }

    /// The field as a truth value.
    public func requiredBool(_ key: StaticString) throws(JSONError) -> Bool {
        try Self.present(try bool(key), key)
    }

    /// The field as an array of strings.
    public func requiredStrings(_ key: StaticString) throws(JSONError) -> [String] {
        try Self.present(try strings(key), key)
    }

    /// The field as an object.
    public func requiredObject(_ key: StaticString) throws(JSONError) -> JSONObject {
        try Self.present(try object(key), key)
    }

    /// The field as an array.
    public func requiredArray(_ key: StaticString) throws(JSONError) -> JSONArray {
        try Self.present(try array(key), key)
    }

    /// The field whatever its type, as compact JSON.
    public func requiredText(_ key: StaticString) throws(JSONError) -> JSONText {
        try Self.present(try text(key), key)
    }

    @inline(__always)
    private static func present<Value>(_ value: Value?, _ key: StaticString) throws(JSONError) -> Value {
        guard let value else { throw .missing(field: "\(key)") }
        return value
    }
}
