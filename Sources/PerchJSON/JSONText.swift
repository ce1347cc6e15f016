internal import CSimdjson

/// One JSON value as bytes that are known to be valid, compact and without a line feed, so they can stand in a line as they are.
///
/// Two texts are equal when their bytes are; `1` and `1.0`, or the same members in another order, are not.
public struct JSONText: Sendable, Hashable {
    /// The bytes, UTF-8.
    public let bytes: [UInt8]

    /// Takes bytes the caller knows to be one valid, compact JSON value without a line feed; nothing is checked.
    public init(validated bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Checks bytes and takes them without the white space between their tokens; numbers stay as they are written.
    ///
    /// Throws as `JSONParser.parse` does.
    public init(validating bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        try self.init(validating: bytes, with: JSONParser(limits: limits))
    }

    /// The same with a parser at hand, which saves making one.
    public init(validating bytes: [UInt8], with parser: JSONParser) throws(JSONError) {
        _ = try parser.parse(bytes)
        self.bytes = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count + 64) { output, count in
            unsafe bytes.withUnsafeBufferPointer { input in
                guard let start = input.baseAddress, let target = output.baseAddress else { return }
                count = unsafe perch_json_minify(start, input.count, target)
            }
        }
    }

    /// The text as a string.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// `null`
    public static let null = JSONText(validated: Array("null".utf8))
    /// `{}`
    public static let emptyObject = JSONText(validated: Array("{}".utf8))
    /// `[]`
    public static let emptyArray = JSONText(validated: Array("[]".utf8))
}
