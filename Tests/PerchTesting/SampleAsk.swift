public import PerchDialects
public import PerchModel

extension Ask {
    /// A request of nobody in particular, at a time that does not move, with ids that count.
    public static func sample(
        parameters: [String: String] = [:], query: [(name: String, value: String)] = [],
        headers: [String: String] = [:], body: String = "", port: Port = .main, grant: Grant = .everything
    ) -> Ask {
        Ask(
            parameters: parameters, query: query, headers: headers, body: Array(body.utf8), port: port,
            now: Timestamp(microseconds: 1_777_726_800_000_000), stamp: 1_777_726_800_000, newID: { "id-of-a-test" },
            grant: grant, audience: NobodyElse())
    }
}

/// An audience of nobody.
public struct NobodyElse: Audience {
    /// Nobody is there.
    public init() {}

    /// None.
    public func attendees(of dialect: String) -> [Attendee] { [] }

    /// Nothing was ever sent.
    public func totals(of dialect: String) -> AudienceTotals { AudienceTotals() }
}
