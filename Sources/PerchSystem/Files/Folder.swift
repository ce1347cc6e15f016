import Glibc

/// Looking into folders. Any thread; may block.
public enum Folder: Sendable {
    /// The names in a folder, in no order; none where it cannot be read.
    ///
    /// A file that is renamed meanwhile may be there under both names or under none.
    public static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// A path without links, dots and double slashes; nil where nothing stands there.
    public static func resolved(_ path: String) -> String? {
        guard let text = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    /// The folder that relative paths start from; `/` where it is gone.
    public static func current() -> String {
        resolved(".") ?? "/"
    }
}
