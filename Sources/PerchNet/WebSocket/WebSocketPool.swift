/// What connections of one loop share: frame readers and inflaters, which a connection holds only while a frame or a
/// compressed message is in progress. So an idle connection holds neither. Confined to the loop.
public final class WebSocketPool {
    /// How many of each are kept when nobody uses them.
    private static let kept = 8

    private var readers: [FrameReader] = []
    private var inflaters: [MessageInflater] = []

    /// An empty pool; everything is made when first needed.
    public init() {}

    func takeReader() -> FrameReader { readers.popLast() ?? FrameReader() }

    /// Takes back a reader that stands at the end of a frame.
    func giveBack(_ reader: FrameReader) {
        if readers.count < Self.kept { readers.append(reader) }
    }

    func takeInflater() -> MessageInflater { inflaters.popLast() ?? MessageInflater() }

    func giveBack(_ inflater: MessageInflater) {
        guard inflaters.count < Self.kept else { return }
        inflater.reset()
        inflaters.append(inflater)
    }
}

@available(*, unavailable)
extension WebSocketPool: Sendable {}
