import PerchModel

extension Table where Key == Name, Value == Resident {
    /// Whether an agent may hang under a parent: not under itself, nor under one of its own descendants.
    func mayHang(_ agent: String, under parent: String, in project: String) -> Bool {
        var ancestor: String? = parent
        var steps = 0
        while let current = ancestor {
            guard current != agent, steps <= count else { return false }
            steps += 1
            ancestor = slot(of: Name(project, current)).flatMap { rows[$0].node.parent }
        }
        return true
    }
}
