/// Writes the head of a response: status, content-type, length, then the others, date and connection.
enum ResponseEncoder {
    enum Length {
        case none, chunked
        case bytes(Int)
    }

    static func head(
        _ response: Response, length: Length, keepsAlive: Bool, date: [UInt8], into out: inout [UInt8]
    ) {
        if response.status.code == 200 {
            append("HTTP/1.1 200 OK\r\n", to: &out)
        } else {
            append("HTTP/1.1 ", to: &out)
            append(decimal: response.status.code, to: &out)
            append(" ", to: &out)
            append(text: response.status.phrase, to: &out)
            append("\r\n", to: &out)
        }
        if let type = response.contentType { field("content-type", type, to: &out) }
        switch length {
        case .none: break
        case .chunked: append("transfer-encoding: chunked\r\n", to: &out)
        case .bytes(let count):
            append("content-length: ", to: &out)
            append(decimal: count, to: &out)
            append("\r\n", to: &out)
        }
        for (name, value) in response.headers { field(name, value, to: &out) }
        out.append(contentsOf: date)
        append(keepsAlive ? "\r\n" : "connection: close\r\n\r\n", to: &out)
    }

    private static func field(_ name: String, _ value: String, to out: inout [UInt8]) {
        append(text: name, to: &out)
        append(": ", to: &out)
        append(text: value, to: &out)
        append("\r\n", to: &out)
    }

    static func append(_ text: StaticString, to out: inout [UInt8]) {
        unsafe out.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// A value from elsewhere; what would end the line becomes a blank, so that nobody adds fields of his own.
    private static func append(text: String, to out: inout [UInt8]) {
        let start = out.count
        out.append(contentsOf: text.utf8)
        for index in start..<out.count where out[index] < 0x20 || out[index] == 0x7F { out[index] = 0x20 }
    }

    static func append(decimal value: Int, to out: inout [UInt8]) {
        var divisor = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            out.append(0x30 + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    /// One chunk of a chunked body (RFC 9112 7.1).
    static func chunk(_ bytes: [UInt8], into out: inout [UInt8]) {
        chunkHead(bytes.count, into: &out)
        out.append(contentsOf: bytes)
        append("\r\n", to: &out)
    }

    /// The size line of a chunk.
    static func chunkHead(_ count: Int, into out: inout [UInt8]) {
        append(hex: count, to: &out)
        append("\r\n", to: &out)
    }

    private static func append(hex value: Int, to out: inout [UInt8]) {
        var shift = (Int.bitWidth - max(value, 1).leadingZeroBitCount + 3) / 4 * 4 - 4
        while shift >= 0 {
            let digit = UInt8(value >> shift & 0xF)
            out.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            shift -= 4
        }
    }
}
