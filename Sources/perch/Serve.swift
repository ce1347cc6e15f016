import PerchCommand

/// Runs the server until it is told to end.
func serve(_ options: ServeOptions) async throws -> Int32 {
    Console.complain("the server is not assembled yet")
    return 1
}
