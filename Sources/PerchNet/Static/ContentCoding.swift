/// The precompressed variants of a file that a client may be given (RFC 9110 12.5.3).
enum ContentCoding: String, CaseIterable {
    /// Smallest first: of equally welcome codings the first is taken.
    case brotli = "br"
    case gzip = "gzip"

    /// What is put behind the name of the plain file.
    var suffix: String {
        switch self {
        case .brotli: ".br"
        case .gzip: ".gz"
        }
    }

    /// The codings the client accepts, most welcome first; none when it prefers the plain file.
    static func accepted(by fields: [String]) -> [ContentCoding] {
        var weights: [String: Double] = [:]
        for member in fields.joined(separator: ",").split(separator: ",") {
            let parts = member.split(separator: ";").map { trimmed($0).lowercased() }
            guard let name = parts.first, !name.isEmpty else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            weights[name] = min(max(weight, 0), 1)
        }
        let plain = weights["identity"] ?? 0
        return allCases.map { ($0, weights[$0.rawValue] ?? weights["*"] ?? 0) }
            .filter { $0.1 > 0 && $0.1 >= plain }
            .sorted { $0.1 > $1.1 }
            .map(\.0)
    }
}
