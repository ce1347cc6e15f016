/// What tells a thing apart: its project and its id within it.
struct Name: Hashable, Sendable {
    var project: String
    var id: String

    init(_ project: String, _ id: String) {
        self.project = project
        self.id = id
    }
}
