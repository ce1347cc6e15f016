import PerchNet

/// A server on one loop and a free port, which is gone when the closure ends.
func withServer<T>(
    limits: HTTPLimits = HTTPLimits(), tick: UInt64 = 20,
    admission: @escaping @Sendable (Request) -> Admission = { _ in .accept(bodyBytes: nil) },
    _ handler: @escaping @Sendable (Request) async -> Response, _ body: (UInt16, HTTPServer) async throws -> T
) async throws -> T {
    let loop = try Loop(name: "test", tickMilliseconds: tick)
    defer { loop.stop() }
    let server = HTTPServer(
        loops: [loop], listeners: [ListenAddress(host: "127.0.0.1", port: 0)], limits: limits, admission: admission,
        handler: handler)
    let bound = try await server.start()
    do {
        let result = try await body(bound[0].port, server)
        await server.shutdown(withinMilliseconds: 500)
        return result
    } catch {
        await server.shutdown(withinMilliseconds: 500)
        throw error
    }
}

/// Answers with the method, the path and the body, so that a test sees what arrived.
@Sendable func mirror(_ request: Request) async -> Response {
    .text("\(request.method.rawValue) \(request.path) \(String(decoding: request.body, as: UTF8.self))")
}

/// Runs something beside a test that blocks: the pool of tasks may have no thread left, this loop always has its own.
func aside(_ work: @escaping @Sendable () async -> Void) throws -> Task<Void, Never> {
    Task(executorPreference: try besideTests.get(), operation: work)
}

/// Never stopped: it ends with the process.
private let besideTests = Result { try Loop(name: "beside") }
