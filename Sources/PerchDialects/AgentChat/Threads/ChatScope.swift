/// Which conversations a stream tells of.
enum ChatScope: Hashable, Sendable {
    /// Those of a run.
    case run(String)
    /// One.
    case thread(String)
    /// All.
    case all
}
