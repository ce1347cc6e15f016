import PerchModel
import PerchNet

/// How a message is put on the wire; the bytes of a frame are the same for every client of a shape.
public enum Framing: Sendable, Hashable {
    /// A text frame of a WebSocket, compressed with a window of so many bits where that was agreed on.
    case webSocket(deflateBits: Int?)
    /// An event of an event stream, whose id is the seq.
    case eventStream
}

/// Turns messages into frames of a channel; one a broadcast, confined to the projector.
struct Framer {
    private let framing: Framing
    private let deflater: MessageDeflater?

    init(_ framing: Framing) {
        self.framing = framing
        deflater = if case .webSocket(let bits?) = framing { MessageDeflater(windowBits: bits) } else { nil }
    }

    func append(_ message: ArraySlice<UInt8>, seq: Seq, to channel: Channel) {
        switch framing {
        case .eventStream: channel.append(Self.event(message, seq: seq), tag: seq)
        case .webSocket:
            let payload = deflater?.deflate(Array(message))[...] ?? message
            channel.append(.text, payload: payload, compressed: deflater != nil, tag: seq)
        }
    }

    /// One event of an event stream; a message never holds a line feed.
    static func event(_ message: ArraySlice<UInt8>, seq: Seq) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(message.count + 32)
        frame.append(contentsOf: "id: ".utf8)
        frame.append(contentsOf: String(seq).utf8)
        frame.append(contentsOf: "\ndata: ".utf8)
        frame.append(contentsOf: message)
        frame.append(contentsOf: "\n\n".utf8)
        return frame
    }
}
