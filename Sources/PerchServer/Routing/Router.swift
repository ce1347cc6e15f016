import PerchDialects
import PerchModel
import PerchNet

/// Finds the door for a request, after the gate let it in, and puts refusals into words.
struct Router: Sendable {
    private let table: RouteTable
    private let ports: PortRoles
    private let gate: Gate
    private let metrics: Metrics
    private let log: ServerLog

    /// A router over these doors.
    init(_ routes: [Route], ports: PortRoles, gate: Gate, metrics: Metrics, log: ServerLog) {
        table = RouteTable(routes)
        self.ports = ports
        self.gate = gate
        self.metrics = metrics
        self.log = log
    }

    /// Every door as its method and path, for the test that holds the description of the protocol against them.
    var doors: Set<String> {
        Set(table.all.map { "\($0.method.rawValue) \($0.path)" })
    }

    /// Judges a request by its head, before its body is read.
    func admit(_ request: Request) -> Admission {
        do {
            let admitted = try gate.admit(request)
            let port = ports.port(of: request)
            guard let route = Self.choose(table.doors(of: request.path).routes, request, port) else {
                return .accept(bodyBytes: 64 << 10)
            }
            try gate.check(route.scope, of: admitted, request, at: route.path)
            return .accept(bodyBytes: route.bodyBytes)
        } catch {
            var response = refusal(error, request)
            response.closesConnection = true
            return .refuse(response)
        }
    }

    /// The door that answers; nil where there is none for this method, port and wish.
    private static func choose(_ routes: [Route], _ request: Request, _ port: Port) -> Route? {
        routes.filter { $0.answers(request.method) && $0.isFor(request, at: port) }
            .max { $0.narrowness < $1.narrowness }
    }

    /// Puts into words what never reaches a door: malformed, too large, too slow.
    func refusal(of status: HTTPStatus) -> Response {
        let error = PerchError(transport: status.code)
        metrics.count(error.code)
        log(.info, "refused a request: \(error.code.rawValue)")
        var response = Self.response(to: error)
        // CONNECT and TRACE, which no path answers; a 405 always says what is answered (RFC 9110 15.5.6).
        if status == 405 { response.headers.append((name: "allow", value: "GET, HEAD, POST, OPTIONS")) }
        response.closesConnection = true
        return response
    }

    /// Answers a request, always.
    func answer(_ request: Request) async -> Response {
        metrics.countRequest()
        let admitted: Admitted
        // Judged again though its head was admitted, so that no door is open by an oversight elsewhere.
        do { admitted = try gate.admit(request) } catch { return refusal(error, request) }
        var response: Response
        do { response = try await dispatch(request, admitted) } catch { response = refusal(error, request) }
        if let origin = admitted.origin { Self.share(&response, with: origin) }
        return response
    }

    private func dispatch(_ request: Request, _ admitted: Admitted) async throws(PerchError) -> Response {
        let port = ports.port(of: request)
        let (routes, parameters) = table.doors(of: request.path)
        let doors = routes.filter { $0.isFor(request, at: port) }
        guard !doors.isEmpty else {
            // Who may do nothing here is not told what there is.
            if admitted.grant.scopes.isEmpty { try gate.check(.read, of: admitted, request, at: nil) }
            throw PerchError(.notFound, "There is nothing at this path; /openapi.json lists what there is.")
        }
        let methods = Self.methods(of: doors)
        if request.method == .options { return Self.options(methods, from: admitted.origin) }
        guard let door = Self.choose(doors, request, port) else {
            var response = refusal(PerchError(.methodNotAllowed, "This path answers \(methods) only."), request)
            response.headers.append((name: "allow", value: methods))
            return response
        }
        try gate.check(door.scope, of: admitted, request, at: door.path)
        return try await use(door, request, Visit(parameters, port, admitted, gate.guests), admitted)
    }

    private func use(
        _ door: Route, _ request: Request, _ visit: Visit, _ admitted: Admitted
    ) async throws(PerchError) -> Response {
        do {
            var response = try await door.answer(request, visit)
            gate.attend(&response, by: admitted)
            return response
        } catch {
            // Who may report and watch without a token can still try for control with a wrong one. A door without a scope does not ask
            // for our tokens: what is shown there is not meant for us.
            let isAttempt = error.code == .forbidden && admitted.showsWrongSecret && door.scope != nil
            let isAtKeeper = door.isKept && request.showsSecret && [.unauthorized, .forbidden].contains(error.code)
            let error =
                isAttempt
                ? gate.wrongSecret(request, at: door.path)
                : isAtKeeper ? gate.attempt(request, at: door.path, error) : error
            guard let words = door.refusal else { throw error }
            note(error, request)
            return Self.complete(words(error), for: error)
        }
    }

    private func refusal(_ error: PerchError, _ request: Request) -> Response {
        note(error, request)
        return Self.response(to: error)
    }

    private func note(_ error: PerchError, _ request: Request) {
        metrics.count(error.code)
        log(
            Self.level(of: error.code),
            "refused \(request.method.rawValue) request: \(error.code.rawValue): \(error.message)")
    }

    /// What is the server's fault is an error; a page's icon that is not there is nobody's.
    private static func level(of code: ErrorCode) -> LogLevel {
        switch code {
        // A wrong token has a line of its own, of which there are only so many in a minute.
        case .notFound, .methodNotAllowed, .unauthorized, .rateLimited: .debug
        default: code.status >= 500 ? .error : .info
        }
    }

    /// A refusal as an answer.
    static func response(to error: PerchError) -> Response {
        complete(Response.json(error.body, status: HTTPStatus(error.code.status)), for: error)
    }

    /// Adds the header fields that go with a refusal, whatever words it has.
    private static func complete(_ refusal: Response, for error: PerchError) -> Response {
        var response = refusal
        if error.code.isTemporary {
            response.headers.append((name: "retry-after", value: String(error.retryAfter ?? 1)))
        }
        // RFC 9110, 15.5.22: the answer says what to upgrade to.
        if error.code == .upgradeRequired { response.headers.append((name: "upgrade", value: "websocket")) }
        if error.code == .unauthorized { response.headers.append((name: "www-authenticate", value: "Bearer")) }
        return response
    }

    private static func methods(of doors: [Route]) -> String {
        var names = Set(doors.map(\.method.rawValue)).sorted()
        if doors.contains(where: { $0.answers(.head) }) { names.append("HEAD") }
        return (names + ["OPTIONS"]).joined(separator: ", ")
    }

    /// What pages of configured sites may send: our own fields, and those by which clients of foreign systems say who they are.
    private static let sharedFields =
        "authorization, content-type, last-event-id, x-agent-id, x-session-id, x-api-key"

    private static func options(_ methods: String, from origin: String?) -> Response {
        var response = Response(status: 204, headers: [(name: "allow", value: methods)])
        guard origin != nil else { return response }
        response.headers += [
            (name: "access-control-allow-methods", value: methods),
            (name: "access-control-allow-headers", value: Self.sharedFields),
            (name: "access-control-max-age", value: "600"),
        ]
        return response
    }

    /// Lets the page of a configured site read the answer.
    private static func share(_ response: inout Response, with origin: String) {
        response.headers += [
            (name: "access-control-allow-origin", value: origin),
            (name: "access-control-expose-headers", value: "perch-next, perch-log, last-event-id, retry-after"),
            (name: "vary", value: "origin"),
        ]
    }
}
