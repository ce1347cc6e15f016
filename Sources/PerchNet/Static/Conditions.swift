/// What a client says about the copy it has (RFC 9110 13).
struct Conditions {
    /// The copy is still good: answer 304.
    let isUnchanged: Bool
    /// A range may be answered with a range, because the rest the client has is of this file.
    let allowsRange: Bool

    init(_ headers: RequestHeaders, tag: String, modified: Int64) {
        let known = headers.list("if-none-match")
        if !known.isEmpty {
            // Compared weakly, and deciding alone (RFC 9110 13.1.2 and 13.1.3).
            isUnchanged = known.contains { $0 == "*" || $0 == tag || $0 == "W/\(tag)" }
        } else if let since = headers["if-modified-since"].flatMap(HTTPDate.parse) {
            isUnchanged = modified <= since
        } else {
            isUnchanged = false
        }
        // Compared strongly, and a date only when it is exactly the file's (RFC 9110 13.1.5).
        allowsRange = headers["if-range"].map { $0 == tag || HTTPDate.parse($0) == modified } ?? true
    }
}
