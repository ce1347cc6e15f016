/// One value of a parsed text.
///
/// It retains its document: keeping it keeps the whole text in memory, so read what is needed and let it go.
@safe public struct JSONElement {
    @usableFromInline let document: JSONDocument
    @usableFromInline let index: Int

    @inlinable init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
    }

    /// The types a value can have; numbers are told apart by what holds them without loss.
    public enum Kind: Sendable, Hashable, CaseIterable {
        case object, array, string, bool, null
        /// A whole number that fits `Int64`.
        case int64
        /// A whole number above `Int64.max` that fits `UInt64`.
        case uint64
        /// A number with a fraction or an exponent.
        case double
    }

    /// The type of the value.
    @inlinable public var kind: Kind {
        switch document.tag(index) {
        case .object: .object
        case .array: .array
        case .string: .string
        case .int64: .int64
        case .uint64: .uint64
        case .double: .double
        case .true, .false: .bool
        default: .null
        }
    }

    /// True for `null`.
    @inlinable public var isNull: Bool { document.tag(index) == .null }

    /// The value as an object. Throws `wrongType` for any other.
    public func object() throws(JSONError) -> JSONObject {
        guard document.tag(index) == .object else { throw .wrongType(field: nil, expected: "an object") }
        return JSONObject(document: document, index: index)
    }

    /// The value as an array. Throws `wrongType` for any other.
    public func array() throws(JSONError) -> JSONArray {
        guard document.tag(index) == .array else { throw .wrongType(field: nil, expected: "an array") }
        return JSONArray(document: document, index: index)
    }

    /// The object, nil for any other type.
    @inlinable public var objectValue: JSONObject? {
        document.tag(index) == .object ? JSONObject(document: document, index: index) : nil
    }

    /// The array, nil for any other type.
    @inlinable public var arrayValue: JSONArray? {
        document.tag(index) == .array ? JSONArray(document: document, index: index) : nil
    }

    /// The string, nil for any other type.
    @inlinable public var stringValue: String? { document.tag(index) == .string ? document.string(index) : nil }

    /// The whole number, nil for any other type and outside of `Int64`. A double such as `12.0` counts up to 2⁵³.
    @inlinable public var int64Value: Int64? {
        switch document.tag(index) {
        case .int64: Int64(bitPattern: document.word(index))
        case .double: JSONElement.whole(Double(bitPattern: document.word(index)))
        default: nil
        }
    }

    /// The whole number, nil for any other type and outside of `UInt64`. A double such as `12.0` counts up to 2⁵³.
    @inlinable public var uint64Value: UInt64? {
        if document.tag(index) == .uint64 { return document.word(index) }
        return int64Value.flatMap { UInt64(exactly: $0) }
    }

    /// The number, nil for any other type; a whole number beyond 2⁵³ is rounded to the nearest double.
    @inlinable public var doubleValue: Double? {
        switch document.tag(index) {
        case .double: Double(bitPattern: document.word(index))
        case .int64: Double(Int64(bitPattern: document.word(index)))
        case .uint64: Double(document.word(index))
        default: nil
        }
    }

    /// The truth value, nil for any other type.
    @inlinable public var boolValue: Bool? {
        switch document.tag(index) {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// Beyond 2⁵³ a double no longer tells neighbouring whole numbers apart (RFC 8259, section 6).
    @inlinable static func whole(_ value: Double) -> Int64? {
        guard value.magnitude <= 9_007_199_254_740_992 else { return nil }
        let whole = Int64(value)
        return Double(whole) == value ? whole : nil
    }
}

@available(*, unavailable) extension JSONElement: Sendable {}
