import PerchJSON
public import PerchModel

/// The small messages of `/v1/live` beside snapshots and deltas.
public enum LiveMessage: Sendable {
    /// `{"type":"pong","time":…}`
    public static func pong(_ now: Timestamp) -> [UInt8] {
        message("pong") { $0.field("time", now) }
    }

    /// `{"type":"error","error":{…}}`; the connection stays.
    public static func error(_ error: PerchError) -> [UInt8] {
        message("error") { writer in
            writer.key("error")
            error.writeDetails(to: &writer)
        }
    }

    /// `{"type":"clock","seq":…,"time":…,"speed":…}`: where a replay stands, told when its speed changes.
    public static func clock(seq: Seq, time: Timestamp?, speed: Double) -> [UInt8] {
        message("clock") { writer in
            writer.field("seq", seq)
            writer.field("time", time)
            writer.field("speed", speed)
        }
    }

    private static func message(_ type: String, _ fields: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("type", type)
            fields(&writer)
        }
        return writer.bytes
    }
}
