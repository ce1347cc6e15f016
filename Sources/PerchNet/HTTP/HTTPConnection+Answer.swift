extension HTTPConnection {
    /// Runs the handler on this loop, at once up to its first suspension, and answers with what it returns.
    func handle(_ head: HTTPParser.Head) {
        let handler = server.shared.handler
        let running = Task.immediate(executorPreference: connection.loop) { [self] in
            let response = await handler(head.request)
            // The client may have gone meanwhile.
            guard case .responding = phase else { return }
            task = nil
            if case .stream(let body) = response.body { return await stream(body, response, head) }
            connection.gather { respond(response, to: head) }
        }
        if case .responding = phase { task = running }
    }

    /// Writes an answer whose body is at hand. Then comes the next request, or the end.
    func respond(_ response: Response, to head: HTTPParser.Head, closing: Bool = false) {
        if case .events(let start) = response.body { return stream(events: start, response.headers, head) }
        if case .webSocket(let start) = response.body { return upgrade(start, head) }
        let keeps = keepsAlive && head.keepsAlive && !response.closesConnection && !closing && !server.isShuttingDown
        let sendsBody = head.request.method != .head && !response.status.hasNoBody
        switch response.body {
        case .empty, .stream, .events, .webSocket:
            writeHead(response, length: response.status.hasNoBody ? .none : .bytes(0), keeps)
        case .bytes(let bytes):
            writeHead(response, length: response.status.hasNoBody ? .none : .bytes(bytes.count), keeps)
            if sendsBody { connection.write(bytes) }
        case .file(let file):
            writeHead(response, length: .bytes(file.count), keeps)
            if sendsBody, file.count > 0 {
                keepsAlive = keeps
                let sender = FileSender(file, self)
                phase = .file(sender)
                connection.wantsWritable = true
                return
            }
        }
        finish(keeping: keeps)
    }

    func finish(keeping: Bool) {
        guard !connection.isClosed else { return }
        if keeping { return startOver() }
        phase = .over
        connection.closeAfterFlush()
    }

    /// Answers with an error the request never reached a handler for, and ends: what follows cannot be trusted.
    func refuse(_ status: HTTPStatus) {
        let response = server.shared.refusal(status)
        connection.gather {
            writeHead(response, length: .bytes(response.bodyBytes.count), false)
            connection.write(response.bodyBytes)
            finish(keeping: false)
        }
    }

    func writeHead(_ response: Response, length: ResponseEncoder.Length, _ keepsAlive: Bool) {
        let date = connection.loop.core.date.headerLine()
        connection.encode {
            ResponseEncoder.head(response, length: length, keepsAlive: keepsAlive, date: date, into: &$0)
        }
    }

    // MARK: streams

    private func stream(
        _ body: @Sendable (BodyWriter) async throws -> Void, _ response: Response, _ head: HTTPParser.Head
    ) async {
        let chunked = head.request.minorVersion == 1
        let keeps = keepsAlive && head.keepsAlive && chunked && !response.closesConnection
        let isBare = head.request.method == .head || response.status.hasNoBody
        connection.gather {
            writeHead(response, length: chunked && !response.status.hasNoBody ? .chunked : .none, keeps)
        }
        if isBare { return finish(keeping: keeps) }
        do {
            try await body(BodyWriter(self, chunked: chunked))
        } catch {
            // A body without its end is the only way left to say that something went wrong.
            return connection.close()
        }
        // The client may have gone while the body was written.
        guard case .responding = phase else { return }
        connection.gather {
            if chunked { connection.encode { ResponseEncoder.append("0\r\n\r\n", to: &$0) } }
            finish(keeping: keeps && keepsAlive && !server.isShuttingDown)
        }
    }
}

extension Response {
    var bodyBytes: [UInt8] {
        if case .bytes(let bytes) = body { bytes } else { [] }
    }
}
