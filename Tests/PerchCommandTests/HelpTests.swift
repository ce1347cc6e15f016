import PerchSystem
import Testing

@testable import PerchCommand

@Suite struct HelpTests {
    @Test(arguments: Command.allCases)
    func `Each command's help tells every option and fits the width`(command: Command) {
        let text = Help.text(command)
        for option in command.spec.allOptions { #expect(text.contains("--\(option.name)")) }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= Help.columns })
        #expect(text.hasPrefix("perch \(command.rawValue): "))
    }

    @Test func `The overview names every command`() {
        for command in Command.allCases { #expect(Help.text(nil).contains("\n  \(command.rawValue) ")) }
    }

    @Test(arguments: Command.allCases)
    func `Options are told apart by name and shown with their value`(command: Command) {
        let names = command.spec.allOptions.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: Command.allCases)
    func `Examples are command lines that are understood`(command: Command) {
        for example in command.spec.examples where !example.contains("|") {
            let line = example.prefix { $0 != "<" && $0 != ">" }.replacing("'", with: "")
            let words = line.split(separator: " ").dropFirst().map(String.init)
            #expect(throws: Never.self) { try Job(words, in: Surroundings()) }
        }
    }

    @Test(arguments: Command.allCases)
    func `The document tells what the help tells`(command: Command) throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let bytes = try FileBytes.read("/\(root)/docs/command-line.md", limit: 1 << 20)
        let document = String(decoding: bytes, as: UTF8.self)
        #expect(
            document.contains("```text\n\(Help.text(command))```"))
    }
}
