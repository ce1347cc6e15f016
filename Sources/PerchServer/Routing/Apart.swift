import PerchModel

/// Does work that may take long on Swift's pool, so that the other clients of the caller's loop do not wait for it.
func apart<Answer: Sendable>(
    _ work: @escaping @Sendable () async throws(PerchError) -> Answer
) async throws(PerchError) -> Answer {
    let done = Task.detached { () async -> Result<Answer, PerchError> in
        do throws(PerchError) { return .success(try await work()) } catch { return .failure(error) }
    }
    return try await done.value.get()
}
