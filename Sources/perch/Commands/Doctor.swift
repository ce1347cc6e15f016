import PerchCommand
import PerchJSON
import PerchLog
import PerchModel
import PerchNet
import PerchSystem

/// `perch doctor`: looks for what is wrong, and changes nothing.
struct Doctor {
    private let options: DoctorOptions
    private let loop: Loop
    private var findings: [Finding] = []

    init(_ options: DoctorOptions, on loop: Loop) {
        self.options = options
        self.loop = loop
    }

    mutating func run() async throws -> Int32 {
        try tell(Finding("perch", .good, PerchVersion.current))
        try tell(Finding("libraries", .good, Self.libraries))
        for finding in DataFolder(options.data).findings() { try tell(finding) }
        if let finding = LogCheck(folder: options.data, isQuick: options.quick).finding() { try tell(finding) }
        for address in options.listen { try tell(await port(address)) }
        let limit = SystemLimits.openFiles
        try tell(Checkup.openFiles(now: limit.now, most: limit.most))
        if options.json { try ByteSink.output.write(Finding.json(findings)) }
        return findings.contains { $0.state == .bad } ? 1 : 0
    }

    private mutating func tell(_ finding: Finding) throws {
        findings.append(finding)
        guard !options.json else { return }
        let colours = ByteSink.output.isTerminal && (Environment.value("NO_COLOR") ?? "").isEmpty
        try ByteSink.output.write(finding.lines(colours: colours))
    }

    private static var libraries: String {
        (NetLibraries.versions + LogLibraries.versions + JSONLibraries.versions)
            .map { "\($0.name) \($0.version)" }.joined(separator: ", ")
    }

    // MARK: ports

    /// Who answers at an address, or whether a server could listen there.
    private func port(_ address: ListenAddress) async -> Finding {
        do throws(ListenError) {
            try PortProbe.check(address)
            return Finding("port", .good, "\(address) is free")
        } catch {
            guard error.reason == .inUse else { return Finding("port", .bad, error.description) }
        }
        if let version = await perch(at: address) {
            return Finding("port", .good, "perch \(version) answers at http://\(address)")
        }
        return Finding(
            "port", .bad, "something that is not Perch listens on \(address)",
            advice: "Stop it, or let Perch listen elsewhere with --listen.")
    }

    /// The version of the server that answers, or nil where none does.
    private func perch(at address: ListenAddress) async -> String? {
        var timeouts = ClientTimeouts()
        (timeouts.connect, timeouts.answer, timeouts.silence) = (2_000, 5_000, 5_000)
        let client = HTTPClient(address, on: loop, timeouts: timeouts)
        guard let answer = try? await client.fetch(ClientRequest(.get, "/health"), upTo: 64 << 10) else { return nil }
        // A server with an access token does not tell strangers its health, but refuses in Perch's own words.
        let object = try? JSONParser().parse(answer.body).objectValue
        if let version = object?["version"]?.stringValue, object?["service"]?.stringValue == "perch" {
            return VisibleText.of(version, limit: 64)
        }
        let code = object?["error"]?.objectValue?["code"]?.stringValue
        return code.flatMap(ErrorCode.init) == .unauthorized ? "(asking for its access token)" : nil
    }
}
