import PerchDialects
import PerchHub
import PerchModel
import PerchNet

/// A WebSocket as an outlet: one text message a message.
struct WebSocketOutlet: Outlet {
    let session: WebSocketSession
    let drains = DrainSignal()

    var loop: Loop { session.loop }
    var isOpen: Bool { session.isOpen }
    var waitingBytes: Int { session.bufferedBytes }
    var position: Position? { session.position }

    var framing: Framing { .webSocket(deflateBits: session.deflate?.serverWindowBits) }

    func send(_ message: Message) {
        session.send(text: Array(message.bytes), compressing: session.deflate != nil)
    }

    func send(frames: [UInt8]) { session.send(frame: frames) }

    func attach(_ channel: Channel, at position: Position) { session.attach(channel, at: position) }

    func detach() { session.detach() }

    func close(_ error: PerchError) { close(error.code.closeCode, reason: error.message) }

    func close(_ code: UInt16, reason: String) {
        session.close(CloseCode(rawValue: code), reason: reason.prefix(bytes: 123))
    }
}

extension String {
    /// As much of the beginning as fits in so many bytes of UTF-8; a close reason has room for no more (RFC 6455, 5.5).
    func prefix(bytes limit: Int) -> String {
        var end = utf8.index(startIndex, offsetBy: limit, limitedBy: endIndex) ?? endIndex
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
