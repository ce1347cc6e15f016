/// Writes compact JSON (RFC 8259) into bytes; commas come by themselves, and a line feed never does.
///
/// Inside `object` write a key before each value. A value, which has no lock, belongs to one thread at a time.
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public var bytes: [UInt8]
    /// True when something in the same container stands before what comes next.
    private var follows = false

    /// A writer with room for so many bytes before it has to grow.
    public init(reserving capacity: Int = 256) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// What has been written, once it is one complete value. A text may be kept long, so it does not keep much spare room.
    public var text: JSONText {
        guard bytes.capacity > 2 * bytes.count + 64 else { return JSONText(validated: bytes) }
        return JSONText(validated: unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) })
    }

    /// Forgets what was written and keeps the room, for the next text.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        follows = false
    }

    /// Writes `{`, what the body writes, and `}`. When the body throws, the bytes are not a complete value.
    public mutating func object<Failure: Error>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        open(UInt8(ascii: "{"))
        try body(&self)
        close(UInt8(ascii: "}"))
    }

    /// Writes `[`, what the body writes, and `]`. When the body throws, the bytes are not a complete value.
    public mutating func array<Failure: Error>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        open(UInt8(ascii: "["))
        try body(&self)
        close(UInt8(ascii: "]"))
    }

    /// Writes a member whose value is an object.
    public mutating func object<Failure: Error>(
        _ key: StaticString, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        self.key(key)
        try object(body)
    }

    /// Writes a member whose value is an array.
    public mutating func array<Failure: Error>(
        _ key: StaticString, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        self.key(key)
        try array(body)
    }

    @inline(__always)
    mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        follows = false
    }

    @inline(__always)
    mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        follows = true
    }

    /// Writes the comma where one is due; afterwards a value is taken to stand here.
    @inline(__always)
    mutating func separate() {
        if follows { bytes.append(UInt8(ascii: ",")) }
        follows = true
    }

    /// After a key's colon; its value needs no comma.
    @inline(__always)
    mutating func colon() { follows = false }

    /// Appends the comma where one is due and what the function writes, in one step and with nothing in between.
    @inline(__always)
    mutating func token(atMost room: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
        let comma = follows
        bytes.append(addingCapacity: room + 1) { span in
            unsafe span.withUnsafeMutableBufferPointer { buffer, count in
                guard let start = buffer.baseAddress else { return }
                unsafe start[0] = UInt8(ascii: ",")
                count = comma ? 1 : 0
                count += unsafe write(start + count)
            }
        }
        follows = true
    }
}
