import PerchJSON
public import PerchModel

/// The bodies the native protocol answers with.
public enum Answers: Sendable {
    /// `{"accepted":n,"first_seq":a,"last_seq":b,"duplicates":d}`; the seqs are null where nothing was sent.
    public static func accepted(_ accepted: Int, first: Seq?, last: Seq?, duplicates: Int) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("accepted", accepted)
            writer.orNull("first_seq", first)
            writer.orNull("last_seq", last)
            writer.field("duplicates", duplicates)
        }
        return writer.bytes
    }

    /// `{"events":[…],"next":seq or null}`
    public static func page(_ page: EventPage) -> [UInt8] {
        var writer = JSONWriter(reserving: 64 + page.lines.bytes.count)
        writer.object { writer in
            writer.key("events")
            writer.array { writer in
                for index in 0..<page.lines.count { writer.raw(page.lines[index]) }
            }
            writer.orNull("next", page.next)
        }
        return writer.bytes
    }
}
