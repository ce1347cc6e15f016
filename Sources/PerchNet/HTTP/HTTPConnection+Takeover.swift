extension HTTPConnection {
    /// Answers a WebSocket handshake and, when it is a proper one, hands the connection over.
    func upgrade(_ start: WebSocketStart, _ head: HTTPParser.Head) {
        switch WebSocketUpgrade.judge(head.request, start) {
        case .refused(let status, let headers):
            var response = server.shared.refusal(status)
            response.headers += headers
            respond(response, to: head, closing: true)
        case .accepted(let answer, let subprotocol, let deflate):
            let session = WebSocketSession(connection, start, subprotocol: subprotocol, deflate: deflate)
            takeOver(by: session, writing: answer) { session.begin() }
        }
    }

    /// Begins an event stream, which lasts until one side ends the connection.
    ///
    /// - Parameter fields: What others than the stream itself have to say in its head.
    func stream(events start: EventStreamStart, _ fields: [(name: String, value: String)], _ head: HTTPParser.Head) {
        let chunked = head.request.minorVersion == 1
        var response = Response(contentType: "text/event-stream")
        let usual = [(name: "cache-control", value: "no-store"), (name: "x-accel-buffering", value: "no")]
        response.headers = usual.filter { one in !start.headers.contains { $0.name.lowercased() == one.name } }
        response.headers += start.headers + fields
        var answer: [UInt8] = []
        ResponseEncoder.head(
            response, length: chunked ? .chunked : .none, keepsAlive: false,
            date: connection.loop.core.date.headerLine(), into: &answer)
        if head.request.method == .head {
            connection.write(answer)
            return finish(keeping: false)
        }
        let session = EventStreamSession(connection, start, isChunked: chunked)
        takeOver(by: session, writing: answer) { session.begin() }
    }

    /// The parser and what was read ahead go with this driver; only the new one's few bytes stay.
    private func takeOver(by driver: any ConnectionDriver, writing answer: [UInt8], _ begin: () -> Void) {
        guard !connection.isClosed else { return }
        phase = .over
        connection.write(answer)
        let ahead = takePending()
        connection.driver = driver
        begin()
        if !connection.isClosed, !connection.peerHasFinished { connection.setReading(true) }
        if !ahead.isEmpty, !connection.isClosed { unsafe ahead.withUnsafeBytes { unsafe driver.received($0) } }
        if server.isShuttingDown { driver.shutDown() }
        if connection.peerHasFinished { driver.peerFinished() }
    }
}
