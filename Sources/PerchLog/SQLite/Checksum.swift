import CZlib

/// The CRC-32 of numbers and bytes: finds every single flipped bit and every burst of up to 32.
struct Checksum {
    private(set) var value: Int64 = 0

    mutating func add(_ number: Int64) {
        unsafe withUnsafeBytes(of: number.littleEndian) { unsafe add($0) }
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { unsafe add(UnsafeRawBufferPointer($0)) }
    }

    mutating func add(_ bytes: [UInt8], in range: Range<Int>? = nil) {
        unsafe bytes.withUnsafeBytes { buffer in
            unsafe add(UnsafeRawBufferPointer(rebasing: buffer[range ?? 0..<buffer.count]))
        }
    }

    private mutating func add(_ buffer: UnsafeRawBufferPointer) {
        guard let start = buffer.baseAddress else { return }
        value = Int64(unsafe crc32_z(UInt(value), start.assumingMemoryBound(to: UInt8.self), buffer.count))
    }
}
