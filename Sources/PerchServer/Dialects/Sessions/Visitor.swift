import PerchModel

/// Who comes to a door that becomes a connection.
struct Visitor: Sendable {
    /// The dialect of the door.
    let dialect: String
    /// What it may do.
    let grant: Grant
    /// Where it wants to begin to watch; nil for now.
    let rewind: Rewind?
}
