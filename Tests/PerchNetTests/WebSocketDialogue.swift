import Testing

@testable import PerchNet

/// What a peer sends, and all that the machine must say to it, however the bytes are cut.
struct Dialogue: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var actions: [WebSocketAction]
    var role = WebSocketRole.server
    var limit = 64 << 10
    var deflates = false

    init(
        _ name: String, _ frames: [[UInt8]], _ actions: [WebSocketAction], role: WebSocketRole = .server,
        limit: Int = 64 << 10, deflates: Bool = false
    ) {
        self.name = name
        bytes = frames.flatMap { $0 }
        self.actions = actions
        self.role = role
        self.limit = limit
        self.deflates = deflates
    }

    var testDescription: String { name }

    /// Feeds the bytes in pieces of the sizes that `next` gives.
    func answer(cutting next: () -> Int) -> [WebSocketAction] {
        var machine = WebSocketMachine(role: role, messageLimit: limit, deflates: deflates, pool: WebSocketPool())
        var said: [WebSocketAction] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(max(1, next()))
            rest = rest.dropFirst(piece.count)
            said += machine.receive(Array(piece)).map(\.withoutReason)
        }
        return said
    }
}

extension WebSocketAction {
    /// The sentences of failures are for people; tests hold the codes.
    var withoutReason: WebSocketAction {
        if case .fail(let code, _) = self { .fail(code) } else { self }
    }

    static func fail(_ code: CloseCode) -> WebSocketAction { .fail(code, reason: "") }
    static func text(_ text: String) -> WebSocketAction { .message(.text, Array(text.utf8)) }
    static func binary(_ bytes: [UInt8]) -> WebSocketAction { .message(.binary, bytes) }
}
