import PerchJSON

/// What a server says to events it took in.
public struct SendReceipt: Equatable, Sendable {
    /// How many are new.
    public var accepted: Int
    /// How many it had already.
    public var duplicates: Int
    /// The number of the first.
    public var first: Int64?
    /// The number of the last.
    public var last: Int64?

    /// Creates a receipt.
    public init(accepted: Int = 0, duplicates: Int = 0, first: Int64? = nil, last: Int64? = nil) {
        self.accepted = accepted
        self.duplicates = duplicates
        self.first = first
        self.last = last
    }

    /// Reads the answer's body; nil where it is none.
    public init?(_ body: [UInt8]) {
        guard let object = try? JSONParser().parse(body).objectValue,
            let accepted = object["accepted"]?.int64Value, let duplicates = object["duplicates"]?.int64Value
        else { return nil }
        self.init(
            accepted: Int(accepted), duplicates: Int(duplicates), first: object["first_seq"]?.int64Value,
            last: object["last_seq"]?.int64Value)
    }

    /// Adds what came of the next request.
    public mutating func add(_ next: SendReceipt) {
        accepted += next.accepted
        duplicates += next.duplicates
        first = first ?? next.first
        last = next.last ?? last
    }
}
