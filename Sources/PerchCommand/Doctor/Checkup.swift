public import PerchModel

/// Judges what `perch doctor` measured. Pure: the measuring is done elsewhere.
public enum Checkup: Sendable {
    /// The room on the disk of the data folder.
    public static func space(free bytes: Int64) -> Finding {
        let text = "\(size(bytes)) free"
        if bytes < 64 << 20 {
            return Finding(
                "disk", .bad, text, advice: "Make room: a full disk makes the server refuse events until there is some."
            )
        }
        guard bytes < 1 << 30 else { return Finding("disk", .good, text) }
        return Finding("disk", .note, text, advice: "That is little for a log that only grows.")
    }

    /// The tokens there are, and who may read their file; `rights` is nil where there is no file.
    public static func tokens(_ tokens: [StoredToken], rights: UInt32?, file: String) -> Finding {
        if let rights, rights & 0o077 != 0 {
            return Finding(
                "tokens", .bad, "others than its owner may use \(file)",
                advice: "Take that from them with `chmod 600`; what it holds are hashes, but it is nobody else's.")
        }
        guard !tokens.isEmpty else {
            return Finding(
                "tokens", .good, "none: this machine may report and watch, and the link of a start gives control")
        }
        let counts = Scope.allCases.sorted().map { scope in
            "\(tokens.count { $0.scope == scope }) \(scope.rawValue)"
        }
        return Finding("tokens", .good, counts.joined(separator: ", "))
    }

    /// How many files may be open.
    public static func openFiles(now: Int, most: Int) -> Finding {
        let text = "\(ProgressLine.grouped(now)) connections and files at once"
        if now < 256 {
            return Finding("limits", .bad, text, advice: "Too few to serve: raise it with `ulimit -n 65536`.")
        }
        guard now < 8_192 else { return Finding("limits", .good, text) }
        let how =
            most > now
            ? "`ulimit -n \(min(most, 65_536))` before the start raises it." : "An administrator can raise it."
        return Finding("limits", .note, text, advice: "Each client takes one. \(how)")
    }

    /// `1.5 GiB`
    public static func size(_ bytes: Int64) -> String {
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1_024, unit < units.count - 1 {
            value /= 1_024
            unit += 1
        }
        let rounded = value < 10 && unit > 0 ? (value * 10).rounded() / 10 : value.rounded()
        return "\(Plain.number(rounded)) \(units[unit])"
    }
}
