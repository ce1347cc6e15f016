import PerchCommand
import PerchNet

/// `perch doctor`: looks for what is wrong.
struct Doctor {
    init(_ options: DoctorOptions, on loop: Loop) {}
    func run() async throws -> Int32 { 0 }
}
