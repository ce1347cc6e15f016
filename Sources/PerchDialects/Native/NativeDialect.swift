public import PerchJSON
public import PerchModel

/// Perch's own language: events as they stand in the log, views as tables of rows.
public struct NativeDialect: Dialect {
    /// `native`
    public static let name = "native"

    /// The dialect has no state.
    public init() {}

    /// Reads one line: one event.
    public func drafts(line bytes: [UInt8], range: Range<Int>, parser: JSONParser) throws(PerchError) -> [Draft] {
        do { return [try Self.draft(parser.parse(bytes, range: range))] } catch { throw PerchError(refusing: error) }
    }

    /// Reads a posted body: one object or an array of them.
    ///
    /// - Throws: `PerchError` naming the event and field that is wrong; then nothing of the body counts.
    public func drafts(json bytes: [UInt8], parser: JSONParser) throws(PerchError) -> [Draft] {
        let element: JSONElement
        do { element = try parser.parse(bytes) } catch { throw PerchError(refusing: error) }
        guard let array = element.arrayValue else {
            do { return [try Self.draft(element)] } catch { throw PerchError(refusing: error) }
        }
        var drafts: [Draft] = []
        drafts.reserveCapacity(array.count)
        for item in array {
            do { drafts.append(try Self.draft(item)) } catch {
                throw PerchError(refusing: error.inside("[\(drafts.count)]"))
            }
        }
        return drafts
    }

    /// Reads a posted body of one event a line; blank lines mean nothing.
    ///
    /// - Throws: `PerchError` naming the line and field that is wrong; then nothing of the body counts.
    public func drafts(ndjson bytes: [UInt8], parser: JSONParser) throws(PerchError) -> [Draft] {
        var drafts: [Draft] = []
        for range in lines(of: bytes) {
            do { drafts.append(try Self.draft(parser.parse(bytes, range: range))) } catch {
                throw PerchError(refusing: error, line: lineNumber(at: range.lowerBound, of: bytes))
            }
        }
        return drafts
    }

    private static func draft(_ element: JSONElement) throws(JSONError) -> Draft {
        guard let object = element.objectValue else {
            throw .wrongType(field: nil, expected: "an object, such as {\"kind\":\"agent.started\",\"agent\":\"a1\"}")
        }
        return try Draft(sent: object, source: name)
    }
}
