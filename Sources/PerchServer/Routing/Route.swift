import PerchModel
import PerchNet

/// One door: a method and a path, and what answers there.
struct Route: Sendable {
    /// What answers; a refusal becomes the error body with its status.
    typealias Answer = @Sendable (Request) async throws(PerchError) -> Response

    /// The method; GET answers HEAD as well.
    let method: HTTPMethod
    /// The path, exact.
    let path: String
    /// What answers.
    let answer: Answer

    /// A door.
    init(_ method: HTTPMethod, _ path: String, _ answer: @escaping Answer) {
        self.method = method
        self.path = path
        self.answer = answer
    }
}
