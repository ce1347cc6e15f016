public import PerchModel

extension World: Picture {
    /// Visits the rows of a view in their order, all or those of one project.
    public func forEachRow(of view: ViewName, project: String?, _ visit: (_ key: String, _ row: Row) -> Void) {
        for (key, row) in rows(of: view) where project == nil || row.project == project { visit(key, row) }
    }
}
