/// Judges a WebSocket handshake (RFC 6455 4.2) and writes its answer.
enum WebSocketUpgrade {
    enum Outcome {
        case accepted(head: [UInt8], subprotocol: String?, deflate: DeflateAgreement?)
        case refused(HTTPStatus, headers: [(name: String, value: String)])
    }

    static func judge(_ request: Request, _ start: WebSocketStart) -> Outcome {
        let headers = request.headers
        guard request.method == .get, request.minorVersion == 1, headers.has("upgrade", token: "websocket"),
            headers.has("connection", token: "upgrade")
        else { return .refused(426, headers: [("upgrade", "websocket"), ("connection", "upgrade")]) }
        // RFC 6455 4.4: the versions that are understood are told.
        guard headers.values("sec-websocket-version") == ["13"] else {
            return .refused(426, headers: [("sec-websocket-version", "13"), ("upgrade", "websocket")])
        }
        let keys = headers.values("sec-websocket-key")
        guard keys.count == 1, WebSocketHandshake.isKey(keys[0]) else { return .refused(400, headers: []) }
        let subprotocol = headers.list("sec-websocket-protocol").first { start.subprotocols.contains($0) }
        let deflate =
            start.allowsDeflate ? DeflateAgreement(offers: headers.values("sec-websocket-extensions")) : nil
        return .accepted(
            head: answer(key: keys[0], subprotocol: subprotocol, deflate: deflate), subprotocol: subprotocol,
            deflate: deflate)
    }

    private static func answer(key: String, subprotocol: String?, deflate: DeflateAgreement?) -> [UInt8] {
        var head = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
        head += "sec-websocket-accept: \(WebSocketHandshake.accept(for: key))\r\n"
        if let subprotocol { head += "sec-websocket-protocol: \(subprotocol)\r\n" }
        if let deflate { head += "sec-websocket-extensions: \(deflate.headerValue)\r\n" }
        return Array((head + "\r\n").utf8)
    }
}
