public import PerchJSON
public import PerchModel

/// One wire language, both ways: what its speakers say becomes drafts, and what happened becomes messages they understand.
///
/// A dialect is pure: it is given bytes and gives values. It knows the model and nothing of views, sockets or clocks.
public protocol Dialect: Sendable {
    /// The name events of this dialect carry as their `source`.
    static var name: String { get }

    /// Reads one line of a file that a speaker of this dialect appends to.
    ///
    /// - Throws: `PerchError` where the line is not of the dialect; the caller counts and skips it.
    func drafts(line bytes: [UInt8], range: Range<Int>, parser: JSONParser) throws(PerchError) -> [Draft]
}
