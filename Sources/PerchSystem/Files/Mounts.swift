/// Which kind of file system a file is on.
public enum Mounts: Sendable {
    /// The name of the kind, such as `ext4`; nil where the system does not tell. Any thread.
    public static func kind(of device: UInt64) -> String? {
        guard let file = try? ReadableFile("/proc/self/mountinfo") else { return nil }
        var bytes: [UInt8] = []
        while let got = try? file.read(64 << 10, at: Int64(bytes.count), into: &bytes), got > 0 {}
        return kind(of: device, in: String(decoding: bytes, as: UTF8.self))
    }

    /// The kind by a table as in proc(5), `/proc/pid/mountinfo`: the third field is the device, the kind follows a lone dash.
    static func kind(of device: UInt64, in table: String) -> String? {
        let wanted = "\(major(device)):\(minor(device))"
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 3, fields[2] == wanted, let dash = fields.firstIndex(of: "-") else { continue }
            return fields.indices.contains(dash + 1) ? String(fields[dash + 1]) : nil
        }
        return nil
    }

    // makedev(3): the two numbers are interleaved in one.
    private static func major(_ device: UInt64) -> UInt64 { (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF }
    private static func minor(_ device: UInt64) -> UInt64 { device & 0xFF | (device >> 12) & 0xFFFF_FF00 }
}
