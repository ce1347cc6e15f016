import Glibc

extension ByteSource {
    /// Whether a person is at the other end.
    public var isTerminal: Bool { isatty(descriptor) == 1 }

    /// All bytes up to the end, or what has come by the deadline; never waits longer.
    ///
    /// Throws where they cannot be read, and `EFBIG` where there are more than `limit`.
    public func readAll(limit: Int, milliseconds: UInt64) throws(SystemError) -> [UInt8] {
        let deadline = SystemClock.monotonicNanoseconds() + milliseconds * 1_000_000
        var bytes: [UInt8] = []
        while try isReady(by: deadline) {
            let chunk = try read(upTo: 64 << 10)
            if chunk.isEmpty { break }
            bytes += chunk
            guard bytes.count <= limit else { throw SystemError(call: "read", subject: name, code: EFBIG) }
        }
        return bytes
    }

    /// Whether a read would not wait; false once it is late.
    private func isReady(by deadline: UInt64) throws(SystemError) -> Bool {
        while true {
            let now = SystemClock.monotonicNanoseconds()
            guard now < deadline else { return false }
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let found = unsafe poll(&request, 1, Int32(clamping: (deadline - now) / 1_000_000 + 1))
            if found > 0 { return true }
            guard found == 0 || errno == EINTR else {
                throw SystemError(call: "poll", subject: name, code: errno)
            }
        }
    }
}
