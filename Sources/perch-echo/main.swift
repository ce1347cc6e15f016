import Glibc
import PerchNet

/// Sends every message back as it came, compressed when that was agreed on.
final class Echo: WebSocketHandler {
    func message(_ message: IncomingMessage, from session: WebSocketSession) {
        switch message {
        case .text(let bytes): session.send(text: bytes, compressing: true)
        case .binary(let bytes): session.send(binary: bytes, compressing: true)
        }
    }
}

func fail(_ sentence: String) -> Never {
    print(sentence)
    fflush(nil)
    exit(2)
}

let usage = "Usage: perch-echo --listen HOST:PORT [--max-message BYTES] [--no-deflate]"
var address: ListenAddress?
var messageBytes = 64 << 20
var allowsDeflate = true
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
    switch argument {
    case "--listen":
        guard let value = arguments.popFirst().flatMap({ ListenAddress($0) }) else { fail(usage) }
        address = value
    case "--max-message":
        guard let value = arguments.popFirst().flatMap({ Int($0) }), value > 0 else { fail(usage) }
        messageBytes = value
    case "--no-deflate": allowsDeflate = false
    default: fail(usage)
    }
}
guard let address else { fail(usage) }

// A client may send its largest message twice before it reads; then its socket is not read until it does.
let start = WebSocketStart(
    messageBytes: messageBytes, allowsDeflate: allowsDeflate, bufferedBytes: 4 * messageBytes + (1 << 20)
) { _ in Echo() }
let loop = try Loop(name: "perch-echo")
let server = HTTPServer(loops: [loop], listeners: [address]) { _ in Response(body: .webSocket(start)) }
let signals = await loop.signals([.terminate, .interrupt])
do {
    for bound in try await server.start() { print("perch-echo is listening on ws://\(bound)") }
    fflush(nil)
} catch { fail(error.description) }
for await _ in signals { break }
await server.shutdown(withinMilliseconds: 2_000)
loop.stop()
