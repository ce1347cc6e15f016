import PerchJSON
import PerchModel

/// Makes drafts of the envelopes that another bus sends, so that the same envelope, told again, is the same event.
struct BusIntake: Sendable {
    /// The name of our own log: what began here is known by it when it comes back.
    let log: String

    /// The drafts of envelopes: of one, or of an array of them.
    func drafts(of element: JSONElement) -> [Draft] {
        guard let array = element.arrayValue else { return draft(of: element).map { [$0] } ?? [] }
        return array.prefix(Self.most).compactMap { draft(of: $0) }
    }

    /// More than so many of one message are not taken.
    private static let most = 1000

    private func draft(of element: JSONElement) -> Draft? {
        guard let envelope = element.objectValue, envelope["event_type"]?.stringValue != nil,
            let event = BusEvent(envelope)
        else { return nil }
        let id = id(of: event, in: envelope)
        guard log.isEmpty || !id.hasPrefix(log + "-") else { return nil }
        var draft = BusDraft.draft(of: event, project: nil, id: BusEnvelope.foreignPrefix + id)
        draft.time = draft.time ?? BusData.time(envelope.value("server_timestamp"))
        return draft
    }

    /// The id that its bus gave it, else one of what it says and when.
    private func id(of event: BusEvent, in envelope: JSONObject) -> String {
        if let id = envelope["event_id"]?.stringValue, id.isName, id.utf8.count <= 256 { return id }
        let told = envelope["server_timestamp"]?.stringValue ?? ""
        return Self.fingerprint(event.raw.bytes + Array(told.utf8))
    }

    /// FNV-1a in 128 bits: what differs by accident has different fingerprints.
    private static func fingerprint(_ bytes: [UInt8]) -> String {
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        for byte in bytes { hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B }
        return String(hash, radix: 36)
    }
}
