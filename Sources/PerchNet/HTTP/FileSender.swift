/// Sends a file a piece at a time, as the client takes it, so that other clients have their turn between the pieces.
///
/// Confined to its connection's loop.
final class FileSender {
    private static let pieceBytes = 256 << 10

    private let file: FileBody
    private unowned let http: HTTPConnection
    private var offset: Int
    private var left: Int

    init(_ file: FileBody, _ http: HTTPConnection) {
        self.file = file
        self.http = http
        offset = file.offset
        left = file.count
    }

    /// Sends one piece; called whenever the socket can take more.
    func pump() {
        let connection = http.connection
        guard connection.output.isEmpty, connection.gathered == nil else { return }
        switch connection.socket.write(file: file.descriptor, offset: offset, count: min(left, Self.pieceBytes)) {
        case .moved(let count):
            // The file became shorter than announced: the client must not take the next answer for its rest.
            guard count > 0 else { return connection.close() }
            offset += count
            left -= count
            guard left == 0 else { return }
            connection.wantsWritable = false
            http.finish(keeping: http.keepsAlive && !http.server.isShuttingDown)
        case .wouldBlock: connection.noteStall(true)
        case .ended, .failed: connection.close()
        }
    }
}
