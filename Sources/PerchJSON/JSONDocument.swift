internal import CSimdjson

/// One parsed text: simdjson's tape and the strings it points to, at addresses that are fixed for life.
///
/// Elements retain their document, and a parser writes only into a document that nobody but itself holds. So what an
/// element sees never changes, however long it is kept. Each read of the memory extends the document's life over itself,
/// because the optimiser knows nothing of what the pointers point into. The reads are inlinable so that iterating does not
/// count references at every step.
@safe @usableFromInline final class JSONDocument {
    let handle: OpaquePointer
    @usableFromInline let tape: UnsafePointer<UInt64>
    @usableFromInline let strings: UnsafePointer<UInt8>
    let capacity: Int

    init?(capacity: Int) {
        guard let handle = unsafe perch_json_document_new(capacity) else { return nil }
        unsafe self.handle = handle
        unsafe tape = perch_json_document_tape(handle)
        unsafe strings = perch_json_document_strings(handle)
        self.capacity = capacity
    }

    deinit { unsafe perch_json_document_free(handle) }

    /// The root's place on a tape; a tape's first word is its own frame.
    static let root = 1

    @inlinable @inline(__always)
    func tag(_ index: Int) -> JSONTag { JSONTag(rawValue: UInt8(truncatingIfNeeded: entry(index) >> 56)) }

    /// One word of the tape. Places come from the tape itself, which ends as simdjson wrote it.
    @inlinable @inline(__always)
    func entry(_ index: Int) -> UInt64 { withExtendedLifetime(self) { unsafe tape[index] } }

    /// The word behind a number's tag, which holds the number itself.
    @inlinable @inline(__always)
    func word(_ index: Int) -> UInt64 { entry(index + 1) }

    /// The place after the value, which for a container is the place after its end.
    @inlinable @inline(__always)
    func after(_ index: Int) -> Int {
        switch tag(index) {
        case .object, .array: Int(UInt32(truncatingIfNeeded: entry(index)))
        case .int64, .uint64, .double: index + 2
        default: index + 1
        }
    }

    /// The number of members or elements; simdjson's count stops at 24 bits.
    func count(_ index: Int) -> Int {
        let count = Int(entry(index) >> 32 & 0xFFFFFF)
        guard count == 0xFFFFFF else { return count }
        let step = tag(index) == .object ? 1 : 0
        var (exact, place) = (0, index + 1)
        while place < after(index) - 1 { (exact, place) = (exact + 1, after(place + step)) }
        return exact
    }

    /// Lends the UTF-8 of a string or a key: a length of four bytes, then the bytes.
    @inlinable @inline(__always)
    func withUTF8<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withExtendedLifetime(self) {
            let start = unsafe strings + Int(tape[index] & 0x00FF_FFFF_FFFF_FFFF)
            let count = unsafe UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
            return unsafe body(UnsafeBufferPointer(start: start + 4, count: Int(count)))
        }
    }

    /// simdjson has checked the UTF-8 already; the standard library checks it again, which is cheap, and has no other door.
    @inlinable @inline(__always)
    func string(_ index: Int) -> String { unsafe withUTF8(index) { unsafe String(decoding: $0, as: UTF8.self) } }

    /// The place of the first member's value with this key.
    func find(_ key: UnsafeBufferPointer<UInt8>, in object: Int) -> Int? {
        let place = withExtendedLifetime(self) {
            unsafe perch_json_find(tape, strings, object, key.baseAddress, key.count)
        }
        return place == 0 ? nil : place
    }
}

@available(*, unavailable) extension JSONDocument: Sendable {}

/// The top byte of a tape word.
@usableFromInline @frozen struct JSONTag: RawRepresentable, Equatable, Sendable {
    @usableFromInline let rawValue: UInt8

    @inlinable init(rawValue: UInt8) { self.rawValue = rawValue }

    @inlinable static var object: JSONTag { JSONTag(rawValue: UInt8(ascii: "{")) }
    @inlinable static var array: JSONTag { JSONTag(rawValue: UInt8(ascii: "[")) }
    @inlinable static var string: JSONTag { JSONTag(rawValue: UInt8(ascii: "\"")) }
    @inlinable static var int64: JSONTag { JSONTag(rawValue: UInt8(ascii: "l")) }
    @inlinable static var uint64: JSONTag { JSONTag(rawValue: UInt8(ascii: "u")) }
    @inlinable static var double: JSONTag { JSONTag(rawValue: UInt8(ascii: "d")) }
    @inlinable static var `true`: JSONTag { JSONTag(rawValue: UInt8(ascii: "t")) }
    @inlinable static var `false`: JSONTag { JSONTag(rawValue: UInt8(ascii: "f")) }
    @inlinable static var null: JSONTag { JSONTag(rawValue: UInt8(ascii: "n")) }
}
