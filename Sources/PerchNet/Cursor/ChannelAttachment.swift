/// What a handler wants when its client was too slow and the channel no longer holds what comes next.
public enum LagAnswer: Sendable {
    /// Send these encoded frames, the world as of now, and go on from the position that belongs to it.
    case snapshot([UInt8], at: Position)
    /// Detach; the handler attaches again when it has made its snapshot.
    case later
    /// End the client: WebSocket 1013, or the end of the event stream.
    case close
}

/// A driver whose connection follows a channel.
protocol ChannelFollowing: AnyObject {
    /// The frames behind the cursor are gone, or the connection failed. On the loop, outside of any sweep.
    func lagged(_ channel: Channel) -> LagAnswer
    func closeLagging()
}

/// One connection's place in a channel. Confined to the loop.
final class ChannelAttachment {
    let channel: Channel
    var slot = 0
    private let group: FollowerGroup
    private unowned let connection: Connection
    private unowned let owner: any ChannelFollowing
    private var isAttached = true

    init(_ channel: Channel, at position: Position, _ connection: Connection, owner: any ChannelFollowing) {
        self.channel = channel
        self.connection = connection
        self.owner = owner
        group = connection.loop.core.sweeper(on: connection.loop).group(for: channel)
        slot = group.add(self, connection.socket, at: min(position, channel.end))
        group.block(slot)
        if connection.bufferedBytes == 0 { resume() }
    }

    deinit { assert(!isAttached, "a place in a channel was dropped without being left") }

    /// The boundary up to which the client was served, or is by bytes that wait in its own buffer.
    var position: Position { group.position(slot) }
    /// The same, once detached.
    private(set) var lastPosition: Position = 0

    /// The connection's own bytes wait: the channel's come behind them.
    func block() { if isAttached { group.block(slot) } }

    /// The connection's own bytes are gone: send what the channel has.
    func resume() {
        guard isAttached, connection.isOpen, group.isBlocked(slot) else { return }
        connection.wantsWritable = false
        if !group.pump(slot) {
            // Never from within the handler's own call.
            group.block(slot)
            connection.loop.execute { [attachment = LoopBound(self, on: connection.loop)] in attachment.value.trouble()
            }
        }
    }

    /// The socket takes no more; called by a sweep.
    func wait(with rest: [UInt8]) {
        if rest.isEmpty { connection.wantsWritable = true } else { connection.wait(with: rest) }
        connection.noteStall(true)
    }

    /// The place is lost, or the connection is; called after a sweep.
    func trouble() {
        guard isAttached, !connection.isClosed else { return }
        guard channel.window().hasLost(position) else { return connection.close() }
        detach()
        switch owner.lagged(channel) {
        case .later: return
        case .close: owner.closeLagging()
        case .snapshot(let frames, let position):
            connection.write(frames)
            if connection.isOpen { connection.attach(channel, at: position, owner: owner) }
        }
    }

    func detach() {
        guard isAttached else { return }
        isAttached = false
        lastPosition = position
        group.remove(slot)
        if connection.attachment === self { connection.attachment = nil }
        connection.wantsWritable = false
    }
}

extension Connection {
    /// Follows a channel from a position on, behind what has been written so far. Replaces an earlier attachment.
    func attach(_ channel: Channel, at position: Position, owner: any ChannelFollowing) {
        attachment?.detach()
        guard isOpen else { return }
        attachment = ChannelAttachment(channel, at: position, self, owner: owner)
    }

    /// Keeps the rest of a frame the socket took only a part of.
    func wait(with rest: [UInt8]) {
        output.append(rest)
        updateInterest()
    }
}
