import Glibc

/// Which file it is, whatever it is called: no two files have the same at one time, but a new one may get a removed one's.
public struct FileIdentity: Hashable, Sendable {
    /// The file system's number.
    public let device: UInt64
    /// The file's number in it.
    public let inode: UInt64

    /// Names a file by its numbers.
    public init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}

/// What the system knows of a file at one moment.
public struct FileFacts: Equatable, Sendable {
    /// What kind of thing it is.
    public enum Kind: Equatable, Sendable {
        case file, folder, other
    }

    /// Which file it is.
    public let identity: FileIdentity
    /// What kind of thing it is.
    public let kind: Kind
    /// How many bytes it has.
    public let size: Int64
    /// When its bytes last changed, in nanoseconds since 1970; the clock behind it moves in steps of milliseconds.
    public let modified: Int64

    /// Writes down facts.
    public init(identity: FileIdentity, kind: Kind = .file, size: Int64, modified: Int64) {
        self.identity = identity
        self.kind = kind
        self.size = size
        self.modified = modified
    }

    init(_ info: stat) {
        kind =
            switch info.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
        identity = FileIdentity(device: UInt64(info.st_dev), inode: UInt64(info.st_ino))
        size = Int64(info.st_size)
        modified = Int64(info.st_mtim.tv_sec) * 1_000_000_000 + Int64(info.st_mtim.tv_nsec)
    }

    /// The facts of what stands at a path, links followed; nil where nothing can be seen. Any thread; may block.
    public static func at(_ path: String) -> FileFacts? {
        var info = stat()
        return unsafe stat(path, &info) == 0 ? FileFacts(info) : nil
    }
}
