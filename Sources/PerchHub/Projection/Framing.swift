import PerchDialects
import PerchModel
import PerchNet

/// How a message is put on the wire; the bytes of a frame are the same for every client of a shape.
public enum Framing: Sendable, Hashable {
    /// A text frame of a WebSocket, compressed with a window of so many bits where that was agreed on.
    case webSocket(deflateBits: Int?)
    /// An event of an event stream, whose id is the seq.
    case eventStream(chunked: Bool)
    /// Its bytes and what separates it from the next one, for clients that fetch many at once.
    case separated(by: UInt8)
}

/// Turns messages into frames of a channel; one a broadcast, confined to the projector.
struct Framer {
    private let framing: Framing
    private let deflater: MessageDeflater?
    private var last: Seq

    init(_ framing: Framing, after seq: Seq) {
        self.framing = framing
        last = seq
        deflater = if case .webSocket(let bits?) = framing { MessageDeflater(windowBits: bits) } else { nil }
    }

    /// Appends one message; what tells of no event goes with the last one that was told of.
    mutating func append(_ message: Message, to channel: Channel) {
        last = max(last, message.seq ?? last)
        switch framing {
        case .eventStream(let chunked):
            let event = Self.event(message)
            channel.append(chunked ? EventStreamSession.chunk(event) : event, tag: last)
        case .separated(let separator): channel.append(Array(message.bytes), [separator], tag: last)
        case .webSocket:
            let payload = deflater?.deflate(Array(message.bytes))[...] ?? message.bytes
            channel.append(.text, payload: payload, compressed: deflater != nil, tag: last)
        }
    }

    /// One event of an event stream; a message never holds a line feed.
    static func event(_ message: Message) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(message.bytes.count + 64)
        if let seq = message.seq {
            frame.append(contentsOf: "id: ".utf8)
            frame.append(contentsOf: String(seq).utf8)
            frame.append(UInt8(ascii: "\n"))
        }
        if let name = message.name {
            frame.append(contentsOf: "event: ".utf8)
            frame.append(contentsOf: name.utf8)
            frame.append(UInt8(ascii: "\n"))
        }
        frame.append(contentsOf: "data: ".utf8)
        frame.append(contentsOf: message.bytes)
        frame.append(contentsOf: "\n\n".utf8)
        return frame
    }
}
