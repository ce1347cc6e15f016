import CLibuv
import Glibc

/// Tells when a file may have changed: written, created, truncated, renamed or removed.
///
/// The folder is watched and not only the file, so that a file that comes, goes or is replaced is followed. What
/// changed is for the listener to find out; events may be fewer than changes, and more.
///
/// `@unchecked Sendable`: the handles are touched on the loop only; `cancel` from elsewhere goes there first.
@safe
public final class FileWatcher: @unchecked Sendable {
    private unowned let loop: Loop
    private let path: String
    private let name: String
    private var folder: UnsafeMutablePointer<uv_fs_event_t>?
    /// Watched too, because a link's target lies in another folder; watched anew when the folder says it was replaced.
    private var file: UnsafeMutablePointer<uv_fs_event_t>?
    private let body: @Sendable () -> Void

    fileprivate init(_ path: String, on loop: Loop, _ body: @escaping @Sendable () -> Void) throws(LoopError) {
        self.loop = loop
        self.path = path
        self.body = body
        let parts = path.utf8.split(separator: UInt8(ascii: "/"))
        name = parts.last.map { String(decoding: $0, as: UTF8.self) } ?? path
        var parent = path
        while let last = parent.utf8.last, last == UInt8(ascii: "/") { parent.removeLast() }
        if let slash = parent.lastIndex(of: "/") { parent = String(parent[...slash]) } else { parent = "." }
        unsafe folder = try start(on: parent) { handle, name, _, _ in
            unsafe FileWatcher.of(handle)?.folderChanged(unsafe name.map { unsafe String(cString: $0) })
        }
        // Retained until cancelled.
        _ = unsafe Unmanaged.passRetained(self)
        watchFile()
    }

    /// Hears no more. Any thread.
    public func cancel() {
        guard loop.isCurrent else { return loop.execute { self.cancel() } }
        guard let open = unsafe folder else { return }
        unsafe folder = nil
        unsafe closeHandle(open)
        closeFile()
        unsafe Unmanaged.passUnretained(self).release()
    }

    private func start(on path: String, _ callback: uv_fs_event_cb) throws(LoopError) -> UnsafeMutablePointer<
        uv_fs_event_t
    > {
        let handle = unsafe allocateHandle(uv_fs_event_t.self)
        unsafe uv_fs_event_init(loop.uv, handle)
        unsafe handle.pointee.data = Unmanaged.passUnretained(self).toOpaque()
        let code = unsafe uv_fs_event_start(handle, callback, path, 0)
        guard code == 0 else {
            unsafe closeHandle(handle)
            throw LoopError(call: "watching \(path)", code: code)
        }
        return unsafe handle
    }

    private func watchFile() {
        closeFile()
        // That the file is not there yet is no error: the folder tells when it comes.
        unsafe file = try? start(on: path) { handle, _, _, _ in unsafe FileWatcher.of(handle)?.body() }
    }

    private func closeFile() {
        if let open = unsafe file { unsafe closeHandle(open) }
        unsafe file = nil
    }

    private func folderChanged(_ changed: String?) {
        guard changed == nil || changed == name else { return }
        watchFile()
        body()
    }

    private static func of(_ handle: UnsafeMutablePointer<uv_fs_event_t>?) -> FileWatcher? {
        guard let data = unsafe handle?.pointee.data else { return nil }
        return unsafe Unmanaged<FileWatcher>.fromOpaque(data).takeUnretainedValue()
    }
}

extension Loop {
    /// Runs `body` on the loop whenever the file at `path` may have changed, come or gone. Any thread.
    ///
    /// Throws when its folder cannot be watched: it is not there, or the system's watches are used up.
    public func watchFile(_ path: String, _ body: @escaping @Sendable () -> Void) async throws(LoopError) -> FileWatcher
    {
        let outcome = await run { () -> Result<FileWatcher, LoopError> in
            do throws(LoopError) { return .success(try FileWatcher(path, on: self, body)) } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}
