/// Rows of the world as they stand at one position, for what dialects tell of it.
public protocol Picture {
    /// The number of the last event that is in.
    var seq: Seq { get }
    /// Visits the rows of a view in a stable order, all or those of one project.
    func forEachRow(of view: ViewName, project: String?, _ visit: (_ key: String, _ row: Row) -> Void)
    /// Visits the rows of a kind in a stable order, what ended first: all or those of one project.
    func forEachRow(ofKind kind: RowKind, project: String?, _ visit: (Row) -> Void)
    /// The row of a kind and key; nil where there is none.
    func row(ofKind kind: RowKind, _ key: String) -> Row?
}
