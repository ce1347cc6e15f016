public import PerchJSON
public import PerchModel

/// One wire language, both ways: what its speakers say becomes drafts, and what happened becomes messages they understand.
///
/// A dialect is pure: it is given bytes and gives values. It knows the model and nothing of views, sockets or clocks.
public protocol Dialect: Sendable {
    /// The name events of this dialect carry as their `source`.
    static var name: String { get }

    /// Its ways in and out.
    var doors: [Door] { get }

    /// Reads one line of a file that a speaker of this dialect appends to.
    ///
    /// - Throws: `PerchError` where the line is not of the dialect; the caller counts and skips it.
    func drafts(line bytes: [UInt8], range: Range<Int>, parser: JSONParser) throws(PerchError) -> [Draft]

    /// What is said to another server that is followed, and made of what it says; nil where the dialect cannot follow one there.
    ///
    /// - Parameters:
    ///   - target: Path and query of its address; empty where none is given.
    ///   - scheme: The scheme of its address, in lower case.
    ///   - log: The name of our own log, by which our events are known when they come back.
    func listener(to target: String, scheme: String, log: String) -> (any Listener)?

    /// A refusal in the dialect's own form.
    func refusal(_ error: PerchError, at now: Timestamp) -> Answer
}

extension Dialect {
    /// None: the dialect's files are its only way in.
    public var doors: [Door] { [] }

    /// Nobody is followed.
    public func listener(to target: String, scheme: String, log: String) -> (any Listener)? { nil }

    /// No file is written in the dialect.
    public func drafts(line bytes: [UInt8], range: Range<Int>, parser: JSONParser) throws(PerchError) -> [Draft] {
        throw PerchError(.invalidEvent, "There are no files in the format \"\(Self.name)\".")
    }

    /// The refusal as Perch tells it everywhere, with its sentence also where clients of web frameworks look for it: in `detail`.
    public func refusal(_ error: PerchError, at now: Timestamp) -> Answer {
        .object(status: error.code.status) { writer in
            writer.key("error")
            error.writeDetails(to: &writer)
            writer.field("detail", error.message)
        }
    }
}
