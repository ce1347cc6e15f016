public import PerchJSON

/// Every token that was made and not revoked, in the order they were made.
public struct TokenRoll: Sendable, Equatable {
    /// All of them, those that ended too.
    public private(set) var tokens: [StoredToken] = []

    /// None yet.
    public init() {}

    /// At most so many are kept: each of them is looked at with every request that shows one.
    public static let limit = 256

    /// Adds a token.
    ///
    /// - Throws: `TokenError` where its name is taken, or there are too many.
    public mutating func add(_ token: StoredToken) throws(TokenError) {
        guard tokens.count < Self.limit else {
            throw TokenError("There are \(Self.limit) tokens already: revoke one with `perch token revoke ID` first.")
        }
        if let name = token.name, tokens.contains(where: { $0.name == name || $0.id == name }) {
            throw TokenError("There is a token of that name already: choose another, or revoke it first.")
        }
        tokens.append(token)
    }

    /// Takes a token away by its id or its name, and returns it.
    ///
    /// - Throws: `TokenError` where there is none.
    public mutating func remove(_ word: String) throws(TokenError) -> StoredToken {
        guard let index = tokens.firstIndex(where: { $0.id == word }) ?? tokens.firstIndex(where: { $0.name == word })
        else { throw TokenError("There is no token of that id or name: `perch token list` shows those there are.") }
        return tokens.remove(at: index)
    }

    /// Writes down when tokens were last shown; those that are gone are left out.
    public mutating func note(used: [String: Timestamp]) {
        for index in tokens.indices {
            guard let time = used[tokens[index].id] else { continue }
            tokens[index].used = max(time, tokens[index].used ?? time)
        }
    }

    /// The token of this id.
    public func token(_ id: String) -> StoredToken? { tokens.first { $0.id == id } }

    /// Whether one that opens something at a time has a scope.
    public func hasLive(_ scope: Scope, at now: Timestamp) -> Bool {
        tokens.contains { $0.scope == scope && $0.isLive(at: now) }
    }
}

/// Why a token could not be made or revoked, as a sentence that says what to do.
public struct TokenError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// An error of its sentence.
    public init(_ description: String) {
        self.description = description
    }
}

extension TokenRoll {
    /// Reads what ``json`` wrote.
    public init(json bytes: [UInt8]) throws(JSONError) {
        let list = try JSONParser().parse(bytes).object().array("tokens")
        guard let list else { throw JSONError.missing(field: "tokens") }
        for element in list { tokens.append(try StoredToken(element.object())) }
    }

    /// All of it, one token a line, as it is kept.
    public var json: [UInt8] {
        var text = Array("{\"tokens\":[".utf8)
        for (index, token) in tokens.enumerated() {
            var writer = JSONWriter()
            token.write(to: &writer)
            text += Array((index == 0 ? "\n" : ",\n").utf8) + writer.bytes
        }
        return text + Array("\n]}\n".utf8)
    }
}
