import PerchCommand
import PerchModel
import PerchServer
import PerchSystem

/// What `perch doctor` sees of the data folder from outside of the log.
struct DataFolder {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    func findings() -> [Finding] {
        do throws(SystemError) {
            guard let found = try FileSystem.look(at: path) else { return [missing()] }
            guard found.kind == .folder else {
                return [Finding("data", .bad, "\(path) is no folder", advice: "Name a folder with --data.")]
            }
            return [rights(), try lock(), tokens(), Checkup.space(free: try FileSystem.freeBytes(at: path))]
        } catch {
            return [Finding("data", .bad, error.description, advice: "Look at the owner and rights of the folder.")]
        }
    }

    private func missing() -> Finding {
        let parent = path.split(separator: "/").dropLast().joined(separator: "/")
        let above = path.hasPrefix("/") ? "/" + parent : (parent.isEmpty ? "." : parent)
        if FileSystem.isWritable(above) || (try? FileSystem.look(at: above)) == nil {
            return Finding("data", .note, "there is no folder \(path) yet", advice: "`perch serve` makes it.")
        }
        return Finding(
            "data", .bad, "there is no folder \(path), and \(above) cannot be written to",
            advice: "Make it, or name another with --data.")
    }

    private func rights() -> Finding {
        guard FileSystem.isWritable(path) else {
            return Finding(
                "data", .bad, "\(path) cannot be written to",
                advice: "Give it to the user that runs Perch: chown or chmod.")
        }
        return Finding("data", .good, "\(path) can be written to")
    }

    private func tokens() -> Finding {
        let file = TokenFile(folder: path)
        do throws(TokenError) {
            return Checkup.tokens(try file.read().tokens, rights: FileSystem.rights(of: file.path), file: file.path)
        } catch { return Finding("tokens", .bad, error.description) }
    }

    private func lock() throws(SystemError) -> Finding {
        switch try FileLock.holder(of: path + "/lock") {
        case .nobody: return Finding("lock", .good, "no server uses the folder")
        case .process(let number):
            let who = number.map { "process \($0)" } ?? "a process"
            return Finding("lock", .good, "\(who) serves from the folder")
        }
    }
}
