internal import CSimdjson

/// A reusable parser of JSON texts (RFC 8259).
///
/// Use it from one thread or loop; it is not Sendable. Parsing again is safe while elements of an earlier text are kept:
/// they hold their own document and stay what they were. When nothing is kept, the memory is used again.
@safe public final class JSONParser {
    /// What this parser refuses.
    public let limits: JSONLimits
    private let handle: OpaquePointer
    private var document: JSONDocument?

    /// Texts up to this length reuse the parser's buffers, which come to some 15 bytes a byte and so stay below 1 MiB.
    private static let kept = 64 << 10
    private static let smallest = 2 << 10

    /// A parser with these limits; it allocates its buffers at the first parse.
    public init(limits: JSONLimits = JSONLimits()) {
        self.limits = limits
        // simdjson refuses the container that reaches its limit, so it is one more than what is allowed.
        guard let handle = unsafe perch_json_parser_new(limits.maxDepth + 1) else {
            preconditionFailure("out of memory")
        }
        unsafe self.handle = handle
    }

    deinit { unsafe perch_json_parser_free(handle) }

    /// Reads one JSON text, the whole of `bytes` or of the range given.
    ///
    /// Throws when the text is over a limit, is not UTF-8, is not JSON or has a number that fits neither 64-bit integers
    /// nor doubles. Offsets in errors count from the start of the text. Of two members with one key a lookup finds the
    /// first; iterating gives both.
    public func parse(_ bytes: [UInt8], range: Range<Int>? = nil) throws(JSONError) -> JSONElement {
        defer { withExtendedLifetime(self) {} }
        let range = range ?? bytes.indices
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "range outside of the bytes")
        guard range.count <= limits.maxBytes else {
            let reason = "is over the limit of \(limits.maxBytes) bytes"
            throw JSONError(code: .tooLarge, reason: reason, offset: limits.maxBytes)
        }
        let target = try room(for: range.count)
        let result = unsafe bytes.withUnsafeBufferPointer { buffer in
            let start = unsafe buffer.baseAddress.map { unsafe $0 + range.lowerBound }
            return unsafe perch_json_parse(handle, target.handle, start, range.count)
        }
        if target.capacity > Self.kept { unsafe perch_json_parser_release(handle) }
        guard result == Int32(PERCH_JSON_OK.rawValue) else { throw fault(result, in: bytes[range]) }
        return JSONElement(document: target, index: JSONDocument.root)
    }

    /// A document nobody else holds, the last one where possible. Documents of long texts are not kept.
    private func room(for count: Int) throws(JSONError) -> JSONDocument {
        if isKnownUniquelyReferenced(&document), let document, document.capacity >= count { return document }
        var capacity = count
        if count <= Self.kept {
            capacity = Self.smallest
            while capacity < count { capacity *= 2 }
        }
        guard let fresh = JSONDocument(capacity: capacity) else { throw Self.noMemory }
        if count <= Self.kept { document = fresh }
        return fresh
    }

    private static let noMemory = JSONError(code: .tooLarge, reason: "needs more memory than there is", offset: 0)

    /// simdjson says that a text is wrong but not where; this is the slow road that only refused texts take.
    private func fault(_ result: Int32, in text: ArraySlice<UInt8>) -> JSONError {
        switch UInt32(result) {
        case PERCH_JSON_NO_MEMORY.rawValue: return Self.noMemory
        case PERCH_JSON_INVALID_UTF8.rawValue: return JSONFault.invalidUTF8(in: text)
        default: break
        }
        var fault = JSONFault(text: text, maxDepth: limits.maxDepth)
        return fault.find() ?? JSONError(code: .malformed, reason: "is not valid JSON", offset: 0)
    }
}

@available(*, unavailable) extension JSONParser: Sendable {}
