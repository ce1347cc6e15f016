/// Bytes that wait for their socket, in order; large blocks are kept as they came instead of being copied together.
struct OutputBuffer {
    private static let blockBytes = 32 << 10

    private var blocks: [[UInt8]] = []
    /// How much of the first block has been sent.
    private var sent = 0
    /// How many bytes wait.
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        if let last = blocks.indices.last, blocks[last].count + bytes.count <= Self.blockBytes {
            blocks[last].append(contentsOf: bytes)
        } else {
            blocks.append(bytes)
        }
        count += bytes.count
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard unsafe !bytes.isEmpty else { return }
        if let last = blocks.indices.last, blocks[last].count + bytes.count <= Self.blockBytes {
            unsafe blocks[last].append(contentsOf: bytes)
        } else {
            unsafe blocks.append([UInt8](bytes))
        }
        count += bytes.count
    }

    /// Writes until everything is gone or the socket takes no more; the result says how many bytes went.
    mutating func flush(to socket: Socket) -> Transfer {
        var total = 0
        while let block = blocks.first {
            let outcome = unsafe block.withUnsafeBytes {
                unsafe socket.write(UnsafeRawBufferPointer(rebasing: $0[sent...]))
            }
            guard case .moved(let written) = outcome else {
                return total > 0 && outcome == .wouldBlock ? .moved(total) : outcome
            }
            total += written
            count -= written
            sent += written
            if sent < block.count { break }
            blocks.removeFirst()
            sent = 0
        }
        return .moved(total)
    }

    mutating func removeAll() { self = OutputBuffer() }
}
