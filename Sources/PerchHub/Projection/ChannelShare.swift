import PerchNet

/// What one channel may hold of the memory that all channels share: the more shapes are told, the less.
struct ChannelShare: Equatable {
    /// Bytes of frames that are kept for those who lag.
    let retained: Int
    /// The largest frame that is kept at all; readers of a larger one get a fresh snapshot, or go to the log.
    var largest: Int { 4 * retained }

    /// What all channels hold together, as long as the least share allows it.
    static let budget = 256 << 20
    private static let most = 4 << 20
    private static let least = Channel.segmentBytes

    /// The share of each of so many channels, in powers of two, so that it seldom changes.
    init(of count: Int) {
        var share = Self.most
        while share > Self.least, share * count > Self.budget { share /= 2 }
        retained = share
    }
}
