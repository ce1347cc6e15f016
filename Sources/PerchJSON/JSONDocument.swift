internal import CSimdjson

/// One parsed text: simdjson's tape and the strings it points to, at addresses that are fixed for life.
///
/// Elements retain their document, and a parser writes only into a document that nobody but itself holds. So what an
/// element sees never changes, however long it is kept.
@safe final class JSONDocument {
    let handle: OpaquePointer
    let tape: UnsafePointer<UInt64>
    let strings: UnsafePointer<UInt8>
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

    @inline(__always)
    func tag(_ index: Int) -> JSONTag { unsafe JSONTag(rawValue: UInt8(truncatingIfNeeded: tape[index] >> 56)) }

    /// The word behind a number's tag, which holds the number itself.
    @inline(__always)
    func word(_ index: Int) -> UInt64 { unsafe tape[index + 1] }

    /// The place after the value, which for a container is the place after its end.
    @inline(__always)
    func after(_ index: Int) -> Int {
        switch tag(index) {
        case .object, .array: unsafe Int(UInt32(truncatingIfNeeded: tape[index]))
        case .int64, .uint64, .double: index + 2
        default: index + 1
        }
    }

    /// The number of members or elements; simdjson's count stops at 24 bits.
    func count(_ index: Int) -> Int {
        let count = unsafe Int(tape[index] >> 32 & 0xFFFFFF)
        guard count == 0xFFFFFF else { return count }
        let step = tag(index) == .object ? 1 : 0
        var (exact, place) = (0, index + 1)
        while place < after(index) - 1 { (exact, place) = (exact + 1, after(place + step)) }
        return exact
    }

    /// The UTF-8 of a string or a key: a length of four bytes, then the bytes.
    @inline(__always)
    func utf8(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let entry = unsafe strings + Int(tape[index] & 0x00FF_FFFF_FFFF_FFFF)
        let count = unsafe UnsafeRawPointer(entry).loadUnaligned(as: UInt32.self)
        return unsafe UnsafeBufferPointer(start: entry + 4, count: Int(count))
    }

    @inline(__always)
    func string(_ index: Int) -> String { unsafe String(decoding: utf8(index), as: UTF8.self) }

    /// The place of the first member's value with this key.
    func find(_ key: UnsafeBufferPointer<UInt8>, in object: Int) -> Int? {
        let place = unsafe perch_json_find(tape, strings, object, key.baseAddress, key.count)
        return place == 0 ? nil : place
    }
}

/// The top byte of a tape word.
struct JSONTag: RawRepresentable, Equatable {
    let rawValue: UInt8

    static let object = JSONTag(rawValue: UInt8(ascii: "{"))
    static let array = JSONTag(rawValue: UInt8(ascii: "["))
    static let string = JSONTag(rawValue: UInt8(ascii: "\""))
    static let int64 = JSONTag(rawValue: UInt8(ascii: "l"))
    static let uint64 = JSONTag(rawValue: UInt8(ascii: "u"))
    static let double = JSONTag(rawValue: UInt8(ascii: "d"))
    static let `true` = JSONTag(rawValue: UInt8(ascii: "t"))
    static let `false` = JSONTag(rawValue: UInt8(ascii: "f"))
    static let null = JSONTag(rawValue: UInt8(ascii: "n"))
}
