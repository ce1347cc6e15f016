import PerchJSON
public import PerchModel
import PerchSystem

/// The file in the data folder that holds the tokens. Not the log: secrets have no business there, not even hashed.
public struct TokenFile: Sendable {
    /// Its path.
    public let path: String
    private let folder: String

    /// The file of a data folder.
    public init(folder: String) {
        self.folder = folder
        path = folder + "/tokens.json"
    }

    /// More than all tokens there can be take.
    private static let limit = 1 << 20

    /// Every token there is; none where there is no file. Blocks.
    ///
    /// - Throws: `TokenError` where the file cannot be read or is not what Perch writes.
    public func read() throws(TokenError) -> TokenRoll {
        let bytes: [UInt8]
        do { bytes = try FileBytes.read(path, limit: Self.limit) } catch {
            if error.isMissing { return TokenRoll() }
            throw TokenError("The tokens cannot be read: \(error.description).")
        }
        do { return try TokenRoll(json: bytes) } catch {
            throw TokenError("\(path) is not what Perch wrote: \(error.message) Put a copy back, or remove it.")
        }
    }

    /// Changes the tokens. They are on the disk when this returns. Blocks.
    ///
    /// - Parameter waits: Whether to wait for another who changes them; else that is an error.
    /// - Throws: `TokenError` where `change` does, or where the file cannot be read or written.
    public func update<Outcome>(
        waits: Bool = true, _ change: (inout TokenRoll) throws(TokenError) -> Outcome
    ) throws(TokenError) -> Outcome {
        let lock = try lock(waits: waits)
        defer { withExtendedLifetime(lock) {} }
        var roll = try read()
        let before = roll
        let outcome = try change(&roll)
        if roll != before { try write(roll) }
        return outcome
    }

    private func lock(waits: Bool) throws(TokenError) -> FileLock {
        let lock = path + ".lock"
        do throws(SystemError) {
            try FileSystem.makeFolder(folder)
            if waits { return try FileLock(waitingFor: lock) }
        } catch { throw TokenError("The tokens cannot be changed: \(error.description).") }
        do throws(FileLock.Refusal) { return try FileLock(path: lock) } catch {
            throw TokenError("The tokens cannot be changed just now.")
        }
    }

    private func write(_ roll: TokenRoll) throws(TokenError) {
        do { try FileSystem.replace(path, with: roll.json) } catch {
            throw TokenError("The tokens cannot be written: \(error.description).")
        }
    }
}
