import PerchDialects
import PerchModel
import PerchNet

/// One door: a method and a path, what it takes to use it, and what answers there.
struct Route: Sendable {
    /// What answers; a refusal becomes the error body with its status.
    typealias Answer = @Sendable (Request, Visit) async throws(PerchError) -> Response

    /// The method.
    let method: HTTPMethod
    /// The path; a segment in braces stands for any one segment.
    let path: String
    /// What it takes to use it; nil where anybody may.
    let scope: Scope?
    /// The ports it is at; nil for all.
    var ports: Set<Port>?
    /// The media type a client has to ask for; nil for whatever it asks for.
    var accept: String?
    /// The most bytes of a body; nil is the server's usual limit.
    var bodyBytes: Int? = 64 << 10
    /// Whether whoever speaks here lets in by secrets of its own.
    var isKept = false
    /// Whether a door for GET answers HEAD as well.
    var answersHead = true
    /// A refusal in the words of whoever speaks here; nil for the usual ones.
    var refusal: (@Sendable (PerchError) -> Response)?
    /// What answers.
    let answer: Answer

    /// A door.
    init(_ method: HTTPMethod, _ path: String, scope: Scope?, _ answer: @escaping Answer) {
        self.method = method
        self.path = path
        self.scope = scope
        self.answer = answer
    }

    /// How narrowly it says what it answers, so that the narrowest of several is chosen.
    var narrowness: Int { (accept == nil ? 0 : 2) + (ports == nil ? 0 : 1) }

    /// Whether it answers a method.
    func answers(_ method: HTTPMethod) -> Bool {
        self.method == method || (method == .head && self.method == .get && answersHead)
    }

    /// Whether it answers a request at a port, its method aside.
    func isFor(_ request: Request, at port: Port) -> Bool {
        guard ports?.contains(port) ?? true else { return false }
        guard let accept else { return true }
        return request.headers.list("accept").contains { $0.lowercased().hasPrefix(accept) }
    }
}

/// What is known of a request when it comes to its door.
struct Visit: Sendable {
    /// The values of the path's parameters.
    var parameters: [String: String]
    /// The port it came to.
    var port: Port
    /// What it may do.
    var grant: Grant
    /// What it may do that by.
    var credential: Credential
    /// Who else was let in.
    var guests: Guests

    /// Calls back when what let it in has ended, for as long as the answer is held.
    func attend(_ close: @escaping @Sendable () -> Void) -> GuestPass { guests.admit(credential, close: close) }
}

extension Visit {
    init(_ parameters: [String: String], _ port: Port, _ admitted: Admitted, _ guests: Guests) {
        self.init(
            parameters: parameters, port: port, grant: admitted.grant, credential: admitted.credential, guests: guests)
    }
}
