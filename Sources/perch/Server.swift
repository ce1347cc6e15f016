import PerchCommand
import PerchNet

/// The server a command talks to.
struct Server: Sendable {
    let options: ClientOptions
    let loop: Loop
    private let client: HTTPClient

    /// `silence` is how long an answer may pause before it counts as lost; nil for the usual.
    init(_ options: ClientOptions, on loop: Loop, silence: UInt64 = 120_000) {
        self.options = options
        self.loop = loop
        var timeouts = ClientTimeouts()
        timeouts.answer = 120_000
        timeouts.silence = silence
        let address = ListenAddress(host: options.server.host, port: options.server.port)
        client = HTTPClient(address, on: loop, timeouts: timeouts)
    }

    /// Where it is, for sentences.
    var name: ServerAddress { options.server }

    /// Sends events and waits until they are durable.
    ///
    /// Throws `Refusal` where the server answers no, `CommandError` where it does not answer.
    func post(_ body: [UInt8], type: String = "application/x-ndjson") async throws -> SendReceipt {
        let request = ClientRequest(.post, "/v1/events", headers: headers([("content-type", type)]), body: body)
        let answer = try await fetch(request)
        guard let receipt = SendReceipt(answer.body) else { throw Refusal(status: 404, body: []).error(from: name) }
        return receipt
    }

    /// Asks for a path; the answer is one of success.
    func get(
        _ path: String, _ items: [(name: String, value: String)], accept: String = "application/json"
    ) async throws -> FetchedResponse {
        try await fetch(ClientRequest(.get, QueryString.target(path, items), headers: headers([("accept", accept)])))
    }

    /// Opens an answer that goes on, and hands it to `body`.
    func stream<R>(
        _ path: String, _ items: [(name: String, value: String)], headers more: [(name: String, value: String)],
        _ body: (ClientResponse) async throws -> R
    ) async throws -> R {
        let request = ClientRequest(.get, QueryString.target(path, items), headers: headers(more))
        do {
            return try await client.send(request) { response in
                guard response.status == 200 else {
                    throw Refusal(status: response.status, body: try await response.body.collect(upTo: 1 << 20))
                }
                return try await body(response)
            }
        } catch let error as ClientError {
            throw CommandError(error, from: name)
        }
    }

    private func fetch(_ request: ClientRequest) async throws -> FetchedResponse {
        let answer: FetchedResponse
        do { answer = try await client.fetch(request, upTo: 64 << 20) } catch {
            throw CommandError(error, from: name)
        }
        guard answer.status == 200 else { throw Refusal(status: answer.status, body: answer.body) }
        return answer
    }

    private func headers(_ more: [(name: String, value: String)]) -> [(name: String, value: String)] {
        guard let token = options.token else { return more }
        return more + [("authorization", "Bearer \(token.value)")]
    }

    /// Waits, without holding a thread.
    func pause(milliseconds: Int) async {
        try? await Task.sleep(for: .milliseconds(milliseconds))
    }
}
