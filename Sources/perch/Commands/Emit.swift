import PerchCommand
import PerchJSON
import PerchNet
import PerchSystem

/// `perch emit`: sends one event, or what the standard input holds.
struct Emit {
    let options: EmitOptions
    let server: Server

    private static let limit = 16 << 20

    func run() async throws -> Int32 {
        switch options.source {
        case .event(let json):
            if let likely = options.likelyKind {
                Console.complain("this is no kind Perch knows; did you mean \(likely)? It is kept as it is.")
            }
            try report(try await send(json, type: "application/json"))
        case .standardInput:
            let bytes = try readAll()
            try report(try await send(bytes, type: Self.isOneText(bytes) ? "application/json" : "application/x-ndjson"))
        }
        return 0
    }

    private func send(_ body: [UInt8], type: String) async throws -> SendReceipt {
        do { return try await server.post(body, type: type) } catch let refusal as Refusal {
            guard refusal.status == 400, let line = refusal.line else { throw refusal.error(from: server.name) }
            throw CommandError("Refused, line \(line): \(refusal.message)")
        }
    }

    private func readAll() throws -> [UInt8] {
        let source = ByteSource()
        var bytes: [UInt8] = []
        while true {
            let chunk = try source.read(upTo: 256 << 10)
            if chunk.isEmpty { break }
            bytes += chunk
            guard bytes.count <= Self.limit else {
                throw CommandError("The input is larger than 16 MiB: use `perch import -`, which sends it in parts.")
            }
        }
        guard bytes.contains(where: { $0 > 0x20 }) else { throw CommandError("The standard input holds no event.") }
        return bytes
    }

    /// An array or one object is one text of JSON; several objects are lines.
    private static func isOneText(_ bytes: [UInt8]) -> Bool {
        let first = bytes.first { $0 > 0x20 }
        if first == UInt8(ascii: "[") { return true }
        return (try? JSONParser().parse(bytes)) != nil
    }

    /// The number in the log; of many, the first and the last.
    private func report(_ receipt: SendReceipt) throws {
        if receipt.duplicates > 0 {
            let what =
                receipt.accepted == 0 && receipt.duplicates == 1 ? "It was" : "\(receipt.duplicates) of them were"
            Console.complain("\(what) in the log already, by id; nothing was added twice.")
        }
        guard let first = receipt.first, let last = receipt.last else { return }
        try ByteSink.output.write(first == last ? "\(first)\n" : "\(first)..\(last)\n")
    }
}
