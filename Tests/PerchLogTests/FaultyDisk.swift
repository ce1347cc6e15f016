import CSQLite
import Glibc
import PerchSystem
import PerchTesting
import Synchronization

/// A disk that can be full, fail to sync, and lose at a power cut what was not synced.
///
/// It stands between SQLite and the files of every folder whose path has "faulty" in it; tests that use it run one after another.
enum FaultyDisk {
    struct State {
        var isFull = false
        var failsToSync = false
        /// What unsynced writes have covered, by path, oldest first.
        var undo: [String: [Write]] = [:]
        /// The paths of open files, by their address.
        var paths: [UInt: String] = [:]
    }

    struct Write {
        let offset: Int
        let count: Int
        /// What was there before; shorter where the file ended.
        let old: [UInt8]
    }

    static let state = Mutex(State())

    /// SQLite's own file functions; written under the lock, always with the same.
    nonisolated(unsafe) private static var original = sqlite3_io_methods()
    /// SQLite has a table for files it locks and one for others, which read, write and sync alike; only touched under the lock.
    nonisolated(unsafe) private static var methods:
        [UnsafePointer<sqlite3_io_methods>: UnsafeMutablePointer<sqlite3_io_methods>] = unsafe [:]
    nonisolated(unsafe) private static var base: UnsafeMutablePointer<sqlite3_vfs>?

    /// Puts the disk in; once for the process.
    static let install: Void = {
        unsafe base = sqlite3_vfs_find(nil)
        guard let base = unsafe base else { return }
        let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        unsafe layer.initialize(to: base.pointee)
        unsafe layer.pointee.pNext = nil
        unsafe layer.pointee.zName = UnsafePointer(strdup("faulty"))
        unsafe layer.pointee.xOpen = { _, name, file, flags, outFlags in
            unsafe FaultyDisk.open(name, file, flags, outFlags)
        }
        unsafe sqlite3_vfs_register(layer, 1)
    }()

    private static func open(
        _ name: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        let code = unsafe base?.pointee.xOpen?(base, name, file, flags, outFlags) ?? SQLITE_ERROR
        guard code == SQLITE_OK, let name = unsafe name, let file = unsafe file else { return code }
        let path = unsafe String(cString: name)
        guard path.contains("faulty"), let table = unsafe file.pointee.pMethods else { return code }
        state.withLock { state in
            unsafe original = table.pointee
            if unsafe methods[table] == nil {
                let layer = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
                unsafe layer.initialize(to: table.pointee)
                unsafe layer.pointee.xWrite = { unsafe FaultyDisk.write($0, $1, $2, $3) }
                unsafe layer.pointee.xSync = { unsafe FaultyDisk.sync($0, $1) }
                unsafe methods[table] = layer
            }
            unsafe file.pointee.pMethods = unsafe UnsafePointer(methods[table])
            state.paths[UInt(bitPattern: file)] = path
        }
        return code
    }

    private static func write(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: Int32, _ offset: Int64
    ) -> Int32 {
        state.withLock { state in
            if state.isFull { return SQLITE_FULL }
            if let path = state.paths[UInt(bitPattern: file)] {
                let old = unsafe read(file, Int(count), offset)
                state.undo[path, default: []].append(Write(offset: Int(offset), count: Int(count), old: old))
            }
            return unsafe original.xWrite?(file, bytes, count, offset) ?? SQLITE_ERROR
        }
    }

    /// Through SQLite's own descriptor: closing another one of this file would drop the locks of the whole process.
    private static func read(_ file: UnsafeMutablePointer<sqlite3_file>?, _ count: Int, _ offset: Int64) -> [UInt8] {
        var size: Int64 = 0
        _ = unsafe original.xFileSize?(file, &size)
        let count = max(0, min(count, Int(size - offset)))
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            guard count > 0 else { return }
            let code = unsafe original.xRead?(file, buffer.baseAddress, Int32(count), offset) ?? SQLITE_ERROR
            filled = code == SQLITE_OK ? count : 0
        }
    }

    private static func sync(_ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32) -> Int32 {
        state.withLock { state in
            if state.failsToSync { return SQLITE_IOERR | 4 << 8 }
            if let path = state.paths[UInt(bitPattern: file)] { state.undo[path] = nil }
            return unsafe original.xSync?(file, flags) ?? SQLITE_ERROR
        }
    }

    /// A file's bytes, through a descriptor that stays open for as long as the process, for the same reason.
    private static func whole(_ path: String) throws -> [UInt8] {
        let count = Int(try FileSystem.look(at: path)?.bytes ?? 0)
        let file = unsafe Glibc.open(path, O_RDONLY)
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = unsafe max(0, pread(file, buffer.baseAddress, count, 0))
        }
    }

    /// What a folder's log would be after the power was cut now: unsynced writes lost, or each lost by the throw of a coin.
    static func cutPower(_ folder: String, into copy: TemporaryFolder, losing coin: () -> Bool) throws {
        try state.withLock { state throws in
            for file in ["perch.db", "perch.db-wal"] {
                let path = "\(folder)/\(file)"
                guard try FileSystem.look(at: path) != nil else { continue }
                var bytes = try whole(path)
                for write in (state.undo[path] ?? []).reversed() where coin() {
                    let end = min(write.offset + write.count, bytes.count)
                    if write.offset + write.old.count >= end {
                        if write.offset < end {
                            bytes.replaceSubrange(write.offset..<end, with: write.old.prefix(end - write.offset))
                        }
                    } else if end == bytes.count {
                        bytes.replaceSubrange(write.offset..<end, with: write.old)
                    }
                }
                try TestFile.write(bytes, to: copy.file(file))
            }
        }
    }
}
