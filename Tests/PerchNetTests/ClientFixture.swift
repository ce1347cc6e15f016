import Testing

@testable import PerchNet

/// A server that does what a script says with each connection, one after another, byte by byte if need be; it is gone
/// when the closure ends.
@discardableResult
func withScript<T: Sendable>(
    _ script: @escaping @Sendable (ClientStream) async throws -> Void,
    _ body: (ListenAddress, Loop) async throws -> T
) async throws -> T {
    let loop = try Loop(name: "script", tickMilliseconds: 20)
    defer { loop.stop() }
    let (socket, port) = try Listener.open(ListenAddress(host: "127.0.0.1", port: 0), probing: true)
    let address = ListenAddress(host: "127.0.0.1", port: port)
    let (accepted, sink) = AsyncStream.makeStream(of: Socket.self, bufferingPolicy: .bufferingOldest(16))
    let listener = await loop.run {
        LoopBound(try? Listener(loop: loop, socket: socket) { socket, _ in sink.yield(socket) }, on: loop)
    }
    let result = try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            for await socket in accepted {
                let peer = try await ClientStream.adopt(socket, from: address, on: loop)
                // A script that fails because the client has gone says nothing new.
                try? await script(peer)
                await peer.close()
            }
        }
        let result = try await body(address, loop)
        sink.finish()
        group.cancelAll()
        return result
    }
    await loop.run { listener.value?.close() }
    return result
}

extension ClientStream {
    /// Reads until the text ends with `mark`.
    func read(through mark: String) async throws(ClientError) -> String {
        var text = ""
        while !text.hasSuffix(mark) {
            guard let bytes = try await read(within: 10_000, or: .receiving) else { throw .ended }
            text += String(decoding: bytes, as: UTF8.self)
        }
        return text
    }

    func write(_ text: String) async throws(ClientError) { try await write(Array(text.utf8), within: 10_000) }

    /// Reads one request without a body and answers it with these bytes.
    func answer(_ text: String) async throws(ClientError) {
        _ = try await read(through: "\r\n\r\n")
        try await write(text)
    }
}
