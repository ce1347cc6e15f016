import PerchJSON
public import PerchModel

/// The tokens there are, for people and for programs; never a secret, never a hash.
public enum TokenTable: Sendable {
    /// A line of headings and one line a token.
    public static func text(_ tokens: [StoredToken], at now: Timestamp) -> String {
        guard !tokens.isEmpty else { return "There are no tokens; `perch token create --scope S` makes one.\n" }
        let rows = [["ID", "SCOPE", "NAME", "CREATED", "EXPIRES", "LAST USED"]] + tokens.map { row($0, at: now) }
        let widths = (0..<6).map { column in rows.map { CellWidth.of($0[column]) }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { CellWidth.pad($0, to: $1) }
            return String(cells.joined(separator: "  ").trimmed) + "\n"
        }.joined()
    }

    private static func row(_ token: StoredToken, at now: Timestamp) -> [String] {
        let expires = token.expires.map { minute($0) + (token.isLive(at: now) ? "" : " (ended)") }
        return [
            token.id, token.scope.rawValue, token.name ?? "-", minute(token.created), expires ?? "never",
            token.used.map(minute) ?? "-",
        ]
    }

    /// `2026-05-02T13:00Z`
    private static func minute(_ time: Timestamp) -> String { time.description.prefix(16) + "Z" }

    /// `{"tokens":[{"id","name","scope","created","expires","used"}]}`.
    public static func json(_ tokens: [StoredToken]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.array("tokens") { writer in
                for token in tokens { token.writeSummary(to: &writer) }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// What is said of a new token; the secret is its last word, and is said nowhere else.
    public static func announcement(of token: StoredToken, in folder: String, secret: String) -> String {
        let may =
            switch token.scope {
            case .ingest: "may report, and nothing else"
            case .read: "may watch, and nothing else"
            case .control: "may do everything"
            }
        let name = token.name.map { " named \($0)" } ?? ""
        let end = token.expires.map { " until \(minute($0))" } ?? ""
        return "Token \(token.id)\(name) for the server on \(VisibleText.of(folder)) \(may)\(end); "
            + "its secret is shown this once: \(secret)\n"
    }
}
