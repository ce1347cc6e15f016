/// What tells a thing apart: its project and its id within it.
struct Name: Hashed {
    let project: String
    let id: String
    let hash: Int

    init(_ project: String, _ id: String) {
        self.init(project, TextHash.hash(0, project), id)
    }

    /// The same, where the hash of the project is at hand.
    init(_ project: String, _ projectHash: Int, _ id: String) {
        self.project = project
        self.id = id
        hash = TextHash.hash(projectHash, id)
    }

    /// A project as a whole.
    init(project: String) {
        self.init(project: project, hash: TextHash.hash(0, project))
    }

    /// A project as a whole, where its hash is at hand.
    init(project: String, hash: Int) {
        self.project = project
        id = ""
        self.hash = hash
    }

    static func == (left: Name, right: Name) -> Bool {
        left.hash == right.hash && left.id == right.id && left.project == right.project
    }
}
