public import PerchModel

extension World: Picture {
    /// Visits the rows of a view in their order, all or those of one project.
    public func forEachRow(of view: ViewName, project: String?, _ visit: (_ key: String, _ row: Row) -> Void) {
        for (key, row) in rows(of: view) where project == nil || row.project == project { visit(key, row) }
    }

    /// Visits the rows of a kind in their order, all or those of one project.
    public func forEachRow(ofKind kind: RowKind, project: String?, _ visit: (Row) -> Void) {
        for slot in order(of: kind) where project == nil || self.project(kind, at: slot) == project {
            if let row = row(kind, at: slot) { visit(row) }
        }
    }

    /// The row of a kind and key, or nil where there is none.
    public func row(ofKind kind: RowKind, _ key: String) -> Row? { row(kind, key) }
}
