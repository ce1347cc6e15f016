import PerchDialects
import PerchHub
import PerchModel
import PerchNet

/// `/login` and `/logout`: where a browser exchanges a token, or the link printed at the start, for a cookie, and gives it back.
struct LoginRoutes: Sendable {
    let keys: Keyring
    let gate: Gate
    /// Where a browser is sent when it is let in.
    let home: String

    var routes: [Route] {
        [
            Route(.get, "/login", scope: nil, login),
            Route(.post, "/logout", scope: nil, logout),
        ]
    }

    @Sendable private func login(_ request: Request, _ visit: Visit) async throws(PerchError) -> Response {
        guard let secret = try QueryReader(request, allowing: ["token"]).text("token"), request.method != .head else {
            return Self.answer(Self.standing(of: visit.grant))
        }
        guard let cookie = try keys.exchange(secret, at: .now) else {
            let error = gate.wrongSecret(request, at: "/login")
            guard error.code == .unauthorized else { throw error }
            throw PerchError(
                .unauthorized,
                "That link was used already, or is not of this start of the server. Start it again for a new one, or open "
                    + "/login?token=… with a token that `perch token create --scope control` makes.")
        }
        var response = Self.answer("You are let in.\n")
        response.status = 303
        response.headers += [(name: "location", value: home), Self.cookie(cookie, lasting: 30 * 86_400, request)]
        return response
    }

    @Sendable private func logout(_ request: Request, _ visit: Visit) async throws(PerchError) -> Response {
        keys.end(visit.credential, at: .now)
        var response = Self.answer("This browser is logged out.\n")
        response.headers.append(Self.cookie("", lasting: 0, request))
        return response
    }

    /// Not for pages' scripts, and not sent along by any other site's page. `Secure` where a proxy says it spoke TLS: who says
    /// so falsely only keeps the cookie from himself.
    private static func cookie(
        _ value: String, lasting seconds: Int, _ request: Request
    ) -> (name: String, value: String) {
        let secure = request.headers["x-forwarded-proto"]?.lowercased() == "https" ? "; Secure" : ""
        return (
            name: "set-cookie",
            value: "\(Presented.cookie)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict\(secure)"
        )
    }

    private static func answer(_ text: String) -> Response {
        var response = Response.text(text)
        response.headers = [
            (name: "cache-control", value: "no-store"), (name: "referrer-policy", value: "no-referrer"),
        ]
        return response
    }

    private static func standing(of grant: Grant) -> String {
        if grant.allows(.control) { return "You control this Perch. POST /logout ends that for this browser.\n" }
        if grant.allows(.read) {
            return "You may watch this Perch. To control it, open the link that `perch serve` printed at its start.\n"
        }
        return "Nobody is logged in: open the link that `perch serve` printed at its start, or /login?token=…\n"
    }
}
