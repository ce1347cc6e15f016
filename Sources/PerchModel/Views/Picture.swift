/// Rows of the world as they stand at one position, for a dialect's snapshot.
public protocol Picture {
    /// The number of the last event that is in.
    var seq: Seq { get }
    /// Visits the rows of a view in a stable order, all or those of one project.
    func forEachRow(of view: ViewName, project: String?, _ visit: (_ key: String, _ row: Row) -> Void)
}
