import PerchCommand
import PerchDialects
import PerchHub
import PerchServer

extension Assembly {
    /// The tails that were asked for, not running yet.
    ///
    /// Throws where a format is no dialect's name.
    func tails(_ files: [ServeOptions.TailedFile], _ log: ServerLog) throws(UsageError) -> [FileTail] {
        var tails: [FileTail] = []
        for file in files {
            guard let dialect = Dialects.named(file.format) else {
                let known = Dialects.names.joined(separator: ", ")
                throw UsageError("--tail knows no format \"\(file.format)\"; known are \(known).", command: .serve)
            }
            let doors = TailDoors(dialect: dialect, door: hub.door, marks: self.log) { log(.warning, $0) }
            tails.append(FileTail(path: file.path, doors: doors, alarm: LoopAlarm(hubLoop)))
        }
        return tails
    }
}
