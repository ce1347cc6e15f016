import PerchModel

/// `/socket.io/`: where a client begins, polls, says something, and becomes a WebSocket.
struct SocketIODoors: Sendable {
    let seats: Seats

    var doors: [Door] {
        [
            Door(.get, "/socket.io/", scope: .read, .polling(get)),
            Door(.post, "/socket.io/", scope: .read, bodyBytes: EngineIO.maxPayload, .polling(post)),
        ]
    }

    @Sendable private func get(_ ask: Ask) throws(PerchError) -> Poll {
        guard ask.query("EIO") == "4" else { return refused(.unsupportedVersion) }
        let sid = ask.query("sid")
        switch ask.query("transport") {
        case "polling": return sid.map { poll(.take, $0) } ?? begin(ask)
        case "websocket":
            guard let sid else { return poll(.connect(reception(ask, sid: ask.newID(), upgrades: [])), "") }
            return poll(.connect(reception(SocketIOUpgrade(sid: sid), rewinds: false)), sid)
        default: return refused(.unknownTransport)
        }
    }

    @Sendable private func post(_ ask: Ask) throws(PerchError) -> Poll {
        guard ask.query("EIO") == "4" else { return refused(.unsupportedVersion) }
        guard ask.query("transport") == "polling" else { return refused(.unknownTransport) }
        guard let sid = ask.query("sid") else { return refused(.badMethod) }
        guard let packets = EngineIO.packets(of: ask.body) else { return refused(.badRequest) }
        return poll(.say(packets, Answer(contentType: "text/html", body: Array("ok".utf8))), sid)
    }

    /// Who watches the past stays with the transport it came by.
    private func begin(_ ask: Ask) -> Poll {
        let sid = ask.newID()
        return poll(.begin(reception(ask, sid: sid, upgrades: !ask.isRewound ? ["websocket"] : [])), sid)
    }

    private func poll(_ wish: Poll.Wish, _ sid: String) -> Poll {
        var manner = PollManner()
        manner.nothing = EngineIO.noop
        manner.patienceMilliseconds = EngineIO.pingInterval
        manner.expiryMilliseconds = EngineIO.pingInterval + EngineIO.pingTimeout
        return Poll(wish, id: sid, unknown: EngineIO.Fault.unknownID.answer, manner: manner)
    }

    private func refused(_ fault: EngineIO.Fault) -> Poll {
        Poll(.refuse(fault.answer), unknown: fault.answer)
    }

    private func reception(_ ask: Ask, sid: String, upgrades: [String]) -> Reception {
        let subscription = BusSubscription(project: ask.project, log: ask.log, flavour: .socketIO)
        return reception(
            SocketIOConversation(sid: sid, upgrades: upgrades, subscription, hasHistory: !ask.isRewound),
            rewinds: true)
    }

    private func reception(_ conversation: any Conversation, rewinds: Bool) -> Reception {
        Reception(conversation, seats: seats, messageBytes: EngineIO.maxPayload, rewinds: rewinds)
    }
}
