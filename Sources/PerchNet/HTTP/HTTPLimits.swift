/// What one client may take of the server; each bound has a named answer.
public struct HTTPLimits: Sendable {
    /// Bytes of the request line; more is answered 414.
    public var requestLineBytes = 8 << 10
    /// Bytes of request line and header fields together; more is answered 431.
    public var headBytes = 32 << 10
    /// Number of header fields; more is answered 431.
    public var headerFields = 100
    /// Bytes of a body unless the route says otherwise; more is answered 413.
    public var bodyBytes = 16 << 20
    /// Bytes of pipelined requests kept while one is being answered; then the socket is not read.
    public var pipelinedBytes = 64 << 10
    /// Bytes of a streamed answer kept for a slow reader before its writer has to wait.
    public var streamedBytes = 256 << 10
    /// Connections at once, over all loops; more are answered 503.
    public var connections = 65_536
    /// Milliseconds from the first byte of a head (or from connecting) to its end; then 408.
    public var headMilliseconds: UInt64 = 10_000
    /// Milliseconds in which a body must bring at least `bodyProgressBytes` or its end; then 408.
    public var bodyMilliseconds: UInt64 = 10_000
    /// What counts as progress of a body.
    public var bodyProgressBytes = 1 << 10
    /// Milliseconds a kept connection may be silent between requests; then it is closed.
    public var idleMilliseconds: UInt64 = 60_000
    /// Milliseconds a peer may accept nothing of what is written to it; then it is closed.
    public var stallMilliseconds: UInt64 = 10_000

    /// The usual limits.
    public init() {}
}
