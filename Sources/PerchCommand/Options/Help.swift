/// The help, made from the tables.
public enum Help: Sendable {
    /// How wide the help is.
    static let columns = 100

    /// What `perch help` prints: all commands, or one.
    public static func text(_ command: Command?) -> String {
        command.map { self.text(of: $0.spec) } ?? overview
    }

    private static var overview: String {
        var lines = [
            "Perch shows live what AI agents do, keeps every event, and lets you go back and watch it again.", "",
            "Usage: perch COMMAND [OPTIONS]", "", "Commands:",
        ]
        lines += Command.allCases.map { "  \(pad($0.rawValue, 9))\($0.spec.summary)" }
        lines += ["", "First steps:"]
        lines += ["  perch serve      and, in two other terminals,", "  perch tail       and", "  perch demo", ""]
        lines += [
            "`perch help COMMAND` tells a command's options. Each option may also stand in the environment",
            "(--idle-after as PERCH_IDLE_AFTER) or in perch.conf (idle-after = 5m); the command line goes first,",
            "then the environment, then the file.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(of spec: CommandSpec) -> String {
        let name = spec.command.rawValue
        var lines = ["perch \(name): \(spec.summary)", ""]
        lines.append(
            (["Usage: perch \(name)", spec.options.isEmpty ? nil : "[OPTIONS]", spec.arguments] as [String?])
                .compactMap { $0 }.joined(separator: " "))
        for paragraph in spec.story { lines += [""] + wrap(paragraph, indent: 0, columns: columns) }
        lines += ["", "Options:"] + spec.allOptions.flatMap(option)
        if !spec.examples.isEmpty { lines += ["", "Examples:"] + spec.examples.map { "  \($0)" } }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func option(_ spec: OptionSpec) -> [String] {
        let head = "  --\(spec.name)" + (spec.placeholder.map { " \($0)" } ?? "")
        var help = spec.help
        if let standard = spec.standard { help += " Default: \(standard)." }
        if spec.repeatable { help += " May be repeated." }
        let indent = 30
        let body = wrap(help, indent: indent, columns: columns)
        guard head.count < indent - 1, let first = body.first else { return [head] + body }
        return [pad(head, indent) + first.dropFirst(indent)] + body.dropFirst()
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func wrap(_ text: String, indent: Int, columns: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > columns {
                lines.append(margin + line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [margin + line]
    }
}
