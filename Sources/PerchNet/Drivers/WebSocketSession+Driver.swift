extension WebSocketSession: ConnectionDriver, ChannelFollowing {
    /// Above this many bytes waiting for the client, nothing is read from it: its answers would only be added to them.
    private static let readingStops = 256 << 10

    func begin() {
        companion = start.companion?(self)
        let handler = start.makeHandler(self)
        self.handler = handler
        handler.opened(self)
    }

    func received(_ bytes: UnsafeRawBufferPointer) {
        guard let connection else { return }
        lastHeard = loop.now
        pinged = 0
        connection.gather {
            for action in unsafe machine.receive(bytes) {
                perform(action, connection)
                if connection.isClosed { return }
            }
        }
        if connection.bufferedBytes > Self.readingStops { connection.setReading(false) }
    }

    private func perform(_ action: WebSocketAction, _ connection: Connection) {
        switch action {
        case .message(let opcode, let bytes):
            guard isOpen else { return }
            handler?.message(opcode == .text ? .text(bytes) : .binary(bytes), from: self)
        case .ping(let payload):
            guard isOpen else { return }
            connection.write(FrameEncoder.frame(.pong, payload))
            enforceBound()
        case .pong: return
        case .close(let code, let reason):
            if isOpen {
                goodbye = (code ?? .noStatus, reason)
                answerClose(code, "", connection)
            }
            end(connection)
        case .fail(let code, let reason):
            if isOpen {
                goodbye = (code, reason)
                answerClose(code, reason, connection)
            }
            end(connection)
        }
    }

    private func answerClose(_ code: CloseCode?, _ reason: String, _ connection: Connection) {
        connection.attachment?.detach()
        var encoder = FrameEncoder()
        encoder.appendClose(code, reason: reason)
        connection.write(encoder.bytes)
    }

    /// Both goodbyes are said, or the client cannot be understood: the server ends the connection (RFC 6455 7.1.1).
    private func end(_ connection: Connection) {
        phase = .over
        connection.closeAfterFlush()
    }

    func peerFinished() { connection?.close() }

    func drained() {
        guard let connection else { return }
        if !connection.isReading, connection.isOpen { connection.setReading(true) }
        handler?.drained(self)
    }

    func tick(now: UInt64) {
        guard let connection else { return }
        if case .closing(let since) = phase {
            if now >= since + start.answerMilliseconds { connection.close() }
            return
        }
        // Nothing can be heard while nothing is read; then the stalled write ends the connection.
        guard isOpen, connection.isReading else { return }
        if pinged != 0 {
            if now >= pinged + start.answerMilliseconds { connection.close() }
        } else if now >= lastHeard + start.silenceMilliseconds {
            pinged = now
            connection.write(FrameEncoder.frame(.ping, []))
        }
    }

    func closed() {
        phase = .over
        connection = nil
        companion = nil
        let last = handler
        handler = nil
        last?.closed(goodbye.code, reason: goodbye.reason)
    }

    func shutDown() { close(.goingAway, reason: "the server ends") }

    func lagged(_ channel: Channel) -> LagAnswer { handler?.lagged(channel, self) ?? .close }

    func closeLagging() { close(.tryAgainLater, reason: "too slow") }
}
