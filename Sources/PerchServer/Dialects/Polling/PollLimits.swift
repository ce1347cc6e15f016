/// How many clients may poll, and how much may wait for them.
struct PollLimits: Sendable {
    /// So many clients in all.
    var clients = 4_096
    /// So many of one address; behind a proxy that is all of them.
    var clientsOfAddress = 64
    /// So many bytes for all of them together.
    var waitingBytes = 64 << 20
}
