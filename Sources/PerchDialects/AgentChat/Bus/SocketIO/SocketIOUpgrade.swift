import PerchModel

/// A WebSocket that a client of Socket.IO tries out and then goes on with in place of its polls.
struct SocketIOUpgrade: Conversation {
    let sid: String

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        .done([.wake(milliseconds: EngineIO.upgradeTimeout)])
    }

    mutating func hear(_ text: [UInt8], at now: Timestamp) -> Reaction<[Step]> {
        switch text {
        case EngineIO.probe: .done([.say(EngineIO.probed), .hurry(id: sid, EngineIO.noop)])
        case EngineIO.upgrade: .done([.takeOver(id: sid)])
        default: .done([.close(1002, reason: "Neither a probe nor an upgrade.")])
        }
    }

    mutating func wake(at now: Timestamp) -> Reaction<[Step]> {
        .done([.close(1000, reason: "The upgrade took too long.")])
    }
}
