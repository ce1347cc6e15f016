import Glibc

/// The variables the process was started with.
public enum Environment: Sendable {
    /// The value of a variable; nil where it is not set. Safe as long as nobody calls `setenv`, which nobody here does.
    public static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// All variables. Any thread, under the same condition.
    public static var all: [String: String] {
        var all: [String: String] = [:]
        guard let names = try? FileBytes.read("/proc/self/environ", limit: 4 << 20) else { return all }
        for entry in names.split(separator: 0) {
            guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(decoding: entry[..<equals], as: UTF8.self)
            all[name] = String(decoding: entry[(equals + 1)...], as: UTF8.self)
        }
        return all
    }
}
