public import PerchModel

/// One message to a client, not framed yet.
public struct Message: Sendable {
    /// The number of the last event it tells of, where it tells of one; a client of an event stream gets it as the message's id.
    public var seq: Seq?
    /// Its name in an event stream; elsewhere names do not show.
    public var name: String?
    /// The text: UTF-8 without a line feed.
    public var bytes: ArraySlice<UInt8>

    /// A message of its parts.
    public init(_ bytes: ArraySlice<UInt8>, seq: Seq? = nil, name: String? = nil) {
        self.bytes = bytes
        self.seq = seq
        self.name = name
    }

    /// A message that is an array of its own.
    public init(_ bytes: [UInt8], seq: Seq? = nil, name: String? = nil) {
        self.init(bytes[...], seq: seq, name: name)
    }
}
