import CLibuv

/// Something that looks at its deadlines whenever the loop's coarse clock ticks.
protocol Ticking: AnyObject {
    /// `now` is the loop's clock in milliseconds. On the loop.
    func tick(now: UInt64)
}

/// What a loop shares among its connections; touched by the loop's thread only.
@safe
final class LoopCore {
    /// Every connection reads into this one buffer, so that an idle connection owns none.
    let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    /// The storage the connection that is writing borrows, given back when it is empty again.
    var spareOutput: [UInt8] = []
    var date = DateCache()
    /// The pieces of a channel that are being sent; one set, because only one client is served at a time.
    let vectors = SendVectors()
    /// What WebSockets borrow while a frame or a compressed message is in progress.
    let webSockets = WebSocketPool()
    private var deflaters: [Int: MessageDeflater] = [:]
    private var sweeper: Sweeper?
    private var tickers: [ObjectIdentifier: any Ticking] = [:]
    private var timer: LoopTimer?

    init() { spareOutput.reserveCapacity(64 << 10) }

    deinit { unsafe readBuffer.deallocate() }

    func startTicking(on loop: Loop, every milliseconds: UInt64) {
        timer = LoopTimer(on: loop, after: milliseconds, every: milliseconds) { [unowned loop] in
            loop.core.tick(now: loop.now)
        }
    }

    func add(_ ticker: any Ticking) { tickers[ObjectIdentifier(ticker)] = ticker }

    func remove(_ ticker: any Ticking) { tickers[ObjectIdentifier(ticker)] = nil }

    /// A compressor for messages to single clients, made when first needed; about 300 KiB for each window size in use.
    func deflater(windowBits: Int) -> MessageDeflater {
        if let deflater = deflaters[windowBits] { return deflater }
        let new = MessageDeflater(windowBits: windowBits, level: 1)
        deflaters[windowBits] = new
        return new
    }

    /// The loop's sweeper, made when the first client follows a channel.
    func sweeper(on loop: Loop) -> Sweeper {
        if let sweeper { return sweeper }
        let new = Sweeper(loop: loop)
        sweeper = new
        return new
    }

    func stop() {
        sweeper?.close()
        sweeper = nil
        timer?.cancel()
        timer = nil
        tickers.removeAll()
    }

    private func tick(now: UInt64) {
        for ticker in tickers.values { ticker.tick(now: now) }
    }
}
