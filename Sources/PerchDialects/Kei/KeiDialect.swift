public import PerchJSON
public import PerchModel

/// kei-graph-stream: a file of JSON lines in, a WebSocket of the same lines out.
public struct KeiDialect: Dialect {
    /// `kei`
    public static let name = "kei"

    private let settings: KeiSettings

    /// The dialect, set up.
    public init(_ settings: KeiSettings = KeiSettings()) {
        self.settings = settings
    }

    /// `/stream`, the health of its own port, and a door for those who would rather post than append to a file.
    public var doors: [Door] {
        [
            .socket("/stream", stream),
            Door(.get, "/health", scope: nil, ports: [.kei], .answer(Self.health)),
            Door(.get, "/health", scope: nil, accept: "text/plain", .answer(Self.health)),
            .post("/api/kei/events", post),
        ]
    }

    /// Reads one line of the file.
    public func drafts(line bytes: [UInt8], range: Range<Int>, parser: JSONParser) throws(PerchError) -> [Draft] {
        do { return [try KeiLine.draft(bytes, range, parser: parser, project: nil)] } catch {
            throw PerchError(refusing: error)
        }
    }

    @Sendable private func stream(_ ask: Ask) throws(PerchError) -> Reception {
        Reception(KeiConversation(KeiSubscription(project: ask.project), pingMilliseconds: settings.pingMilliseconds))
    }

    @Sendable private static func health(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        .done(.text("kei-graph-stream alive\n"))
    }

    /// One event, or one a line.
    @Sendable private func post(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let parser = JSONParser()
        var drafts: [Draft] = []
        for range in lines(of: ask.body) {
            do {
                drafts.append(try KeiLine.draft(ask.body, range, parser: parser, project: ask.project))
            } catch {
                throw PerchError(refusing: error, line: lineNumber(at: range.lowerBound, of: ask.body))
            }
        }
        let count = drafts.count
        return .report(drafts, .object { $0.field("accepted", count) })
    }
}

/// What can be set about kei-graph-stream.
public struct KeiSettings: Sendable, Equatable {
    /// Milliseconds between two pings.
    public var pingMilliseconds = 30_000

    /// Everything as in the original.
    public init() {}
}
