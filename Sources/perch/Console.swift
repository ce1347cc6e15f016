import PerchSystem

/// What the program says to a person, on the standard error.
enum Console {
    /// `perch: message`
    static func complain(_ message: String) {
        complain(raw: "perch: \(message)\n")
    }

    /// The text as it is. Where nobody reads the standard error any more, there is nobody to tell.
    static func complain(raw text: String) {
        try? ByteSink.error.write(text)
    }
}

extension Console {
    /// A line on the standard output, for whoever started the program; nobody need listen.
    static func announce(_ line: String) {
        try? ByteSink.output.write(line + "\n")
    }
}
