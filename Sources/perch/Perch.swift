import PerchCommand
import PerchNet
import PerchSystem

/// The program: understands the command line and hands over to the command.
@main
struct Perch {
    static func main() async {
        Signals.ignoreBrokenPipes()
        let words = Array(CommandLine.arguments.dropFirst())
        let code = await run(words)
        // An agent takes any other code of a hook for an objection to what it does.
        exitProcess(isHook(words) ? 0 : code)
    }

    private static func isHook(_ words: [String]) -> Bool { words.first == Command.hook.rawValue }

    /// The exit code: 0 fine, 1 refused or failed, 2 not understood.
    private static func run(_ words: [String]) async -> Int32 {
        let environment = Environment.all
        // A hook is called by a program, to which a variable that is misspelt says nothing.
        if !isHook(words) { for warning in Job.warnings(about: environment) { Console.complain(warning) } }
        do {
            let job = try Job(words, in: Surroundings(environment: environment, read: readText))
            // Help that nobody asked for by name is the answer to an empty command line.
            if job == .help(nil), words.isEmpty {
                Console.complain(raw: Help.text(nil))
                return 2
            }
            return try await run(job)
        } catch let error as UsageError {
            Console.complain("\(error.message)\n\(error.hint)")
            return 2
        } catch let error as SystemError where error.isBrokenPipe {
            // Whoever read our output has seen enough.
            return 0
        } catch {
            Console.complain("\(error)")
            return 1
        }
    }

    private static func run(_ job: Job) async throws -> Int32 {
        switch job {
        case .serve(let options): return try await serve(options)
        case .help(let command): try ByteSink.output.write(Help.text(command))
        case .version: try ByteSink.output.write("perch \(PerchVersion.current)\n")
        case .hook(let options): Hook(options: options).run()
        case .doctor(let options):
            var doctor = Doctor(options, on: try Loop(name: "perch-client"))
            return try await doctor.run()
        case .token(let options): try Token(options: options).run()
        case .emit(let options): return try await Emit(options: options, server: try server(options.client)).run()
        case .tail(let options):
            // The server sends a comment every 15 seconds; three missed ones and it is gone.
            var tail = Tail(options, try server(options.client, silence: 45_000))
            return try await tail.run()
        case .events(let options):
            var events = Events(options, try server(options.client))
            return try await events.run()
        case .importEvents(let options):
            var job = Import(options, try server(options.client))
            return try await job.run()
        case .demo(let options):
            var demo = Demo(options, try server(options.client))
            return try await demo.run()
        }
        return 0
    }

    private static func server(_ options: ClientOptions, silence: UInt64 = 120_000) throws -> Server {
        Server(options, on: try Loop(name: "perch-client"), silence: silence)
    }

    /// Small texts only: settings and tokens.
    private static func readText(_ path: String) throws(UsageError) -> String? {
        do { return String(decoding: try FileBytes.read(path, limit: 1 << 20), as: UTF8.self) } catch {
            if error.isMissing { return nil }
            throw UsageError("Cannot read \(VisibleText.of(error.description)).")
        }
    }
}
