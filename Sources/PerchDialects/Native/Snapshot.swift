import PerchJSON
public import PerchModel

/// Writes the world as the native protocol tells it: `{view:{key:row}}`.
public enum Snapshot: Sendable {
    /// The first message of a live subscription: `{"type":"snapshot","seq":…,"mode":…,"views":{…}}`.
    public static func message(_ picture: some Picture, _ wanted: LiveSubscription, mode: Mode) -> [UInt8] {
        var writer = JSONWriter(reserving: 64 << 10)
        writer.object { writer in
            writer.field("type", "snapshot")
            writer.field("seq", picture.seq)
            mode.write(to: &writer)
            writeViews(picture, wanted, to: &writer)
        }
        return writer.bytes
    }

    /// The answer to `GET /v1/state`.
    public static func state(_ picture: some Picture, _ wanted: LiveSubscription, at time: Timestamp?) -> [UInt8] {
        var writer = JSONWriter(reserving: 64 << 10)
        writer.object { writer in
            writer.field("seq", picture.seq)
            writer.field("time", time)
            writeViews(picture, wanted, to: &writer)
        }
        return writer.bytes
    }

    private static func writeViews(_ picture: some Picture, _ wanted: LiveSubscription, to writer: inout JSONWriter) {
        writer.key("views")
        writer.object { writer in
            for view in wanted.views {
                writer.key(view.rawValue)
                writer.object { writer in
                    picture.forEachRow(of: view, project: wanted.project) { key, row in
                        writer.key(key)
                        row.write(to: &writer)
                    }
                }
            }
        }
    }

    /// Whether a client sees now or a past moment.
    public enum Mode: Sendable, Equatable {
        /// Now.
        case live
        /// A past moment, played at a speed; 0 means paused.
        case replay(time: Timestamp?, speed: Double)

        func write(to writer: inout JSONWriter) {
            switch self {
            case .live: writer.field("mode", "live")
            case .replay(let time, let speed):
                writer.field("mode", "replay")
                writer.field("time", time)
                writer.field("speed", speed)
            }
        }
    }
}
