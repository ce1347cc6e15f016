import PerchJSON

/// What a client may say on a socket; everything else is passed over.
enum HtmlGraphWord: String {
    case ping, subscribe

    /// Reads the bare word, or `{"type":"ping"}`, which some of the original's documents have.
    init?(_ text: [UInt8]) {
        guard text.count <= 64 else { return nil }
        let word = String(decoding: text, as: UTF8.self).filter { !$0.isWhitespace }
        if let known = HtmlGraphWord(rawValue: word) {
            self = known
        } else if let type = try? JSONParser().parse(text).objectValue?["type"]?.stringValue {
            self.init(rawValue: type)
        } else {
            return nil
        }
    }

    /// The answer to the client of an id.
    func answer(to client: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            switch self {
            case .ping: writer.field("type", "pong")
            case .subscribe:
                writer.field("type", "subscribed")
                writer.field("client_id", client)
                writer.field("message", "Connected to broadcast channel")
            }
        }
        return writer.bytes
    }
}
