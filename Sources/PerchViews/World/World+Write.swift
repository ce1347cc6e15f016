public import PerchJSON
public import PerchModel

extension World {
    /// Writes `{view:{key:row}}`: the given views, each with all its rows, or only those of one project.
    ///
    /// The rows are in the order of ``rows(of:)``. Rows about all projects are left out where one is asked for.
    public func write(views: [ViewName], project: String? = nil, to writer: inout JSONWriter) {
        writer.object { writer in
            for view in views {
                writer.key(view.rawValue)
                writer.object { write(view, project, to: &$0) }
            }
        }
    }

    private func write(_ view: ViewName, _ project: String?, to writer: inout JSONWriter) {
        for kind in RowKind.allCases where kind.view == view {
            for slot in order(of: kind) where project == nil || self.project(kind, at: slot) == project {
                writer.key(key(kind, at: slot))
                write(kind, at: slot, to: &writer)
            }
        }
    }
}
