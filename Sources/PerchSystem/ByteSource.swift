import Glibc

/// A file or the standard input, read from front to back. One thread at a time; closed when let go of.
public final class ByteSource {
    let descriptor: Int32
    private let owned: Bool
    /// The path, or `standard input`.
    public let name: String
    /// How many bytes there are in all, where that is known before reading.
    public let size: Int?

    /// The standard input.
    public init() {
        descriptor = STDIN_FILENO
        owned = false
        name = "standard input"
        size = nil
    }

    /// Opens a file. Throws when it cannot be opened or is a folder.
    public init(path: String) throws(SystemError) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError(call: "open", subject: path, code: errno) }
        owned = true
        name = path
        var about = stat()
        let known = unsafe fstat(descriptor, &about) == 0
        let type = about.st_mode & S_IFMT
        size = known && type == S_IFREG ? Int(about.st_size) : nil
        // The initialiser is complete, so that the descriptor is closed by `deinit` when this throws.
        guard !known || type != S_IFDIR else { throw SystemError(call: "open", subject: path, code: EISDIR) }
    }

    deinit { if owned { close(descriptor) } }

    /// The next bytes, at least one; none at the end. Blocks until there are some.
    public func read(upTo count: Int) throws(SystemError) -> [UInt8] {
        while true {
            var failure: Int32 = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                let got = unsafe Glibc.read(descriptor, buffer.baseAddress, count)
                if got < 0 { failure = errno }
                filled = max(got, 0)
            }
            if failure == 0 { return bytes }
            guard failure == EINTR else { throw SystemError(call: "read", subject: name, code: failure) }
        }
    }
}

@available(*, unavailable) extension ByteSource: Sendable {}
