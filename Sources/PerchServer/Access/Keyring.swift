import PerchCrypto
import PerchHub
public import PerchModel
import PerchSystem
import Synchronization

/// Everything that lets somebody in: the access token, the tokens of the file, browsers' sessions and the printed link.
public final class Keyring: Sendable {
    struct State {
        var roll: TokenRoll
        /// What the file was like when it was read.
        var facts: FileFacts?
        /// What was wrong with the file when it was last looked at; said once.
        var complaint: TokenError?
        /// When tokens were shown, as far as the file does not tell yet.
        var used: [String: Timestamp] = [:]
        var sessions = BrowserSessions()
        /// The hash of the link's secret, until it is used.
        var link: [UInt8]?
    }

    private let access: AccessToken?
    let file: TokenFile?
    private let isLocal: Bool
    let state: Mutex<State>
    /// The connections that last.
    let guests = Guests()

    /// - Parameters:
    ///   - access: The secret that may do everything.
    ///   - file: Where tokens are kept.
    ///   - isLocal: Whether nobody but this machine can reach the server.
    /// - Throws: `TokenError` where the file cannot be read.
    public init(access: AccessToken? = nil, file: TokenFile? = nil, isLocal: Bool = true) throws(TokenError) {
        self.access = access
        self.file = file
        self.isLocal = isLocal
        // Looked at before it is read: what changes in between is read again, and not overlooked.
        let facts = file.flatMap { FileFacts.at($0.path) }
        state = Mutex(State(roll: try file?.read() ?? TokenRoll(), facts: facts))
    }

    /// Whether reporting and watching need no token: on this machine, as long as none was made. One that has ended was made all the
    /// same: who locked a door is not to find it open by the passing of time.
    var isOpen: Bool { isLocal && access == nil && state.withLock { $0.roll.tokens.isEmpty } }

    /// Whether there is anything to be let in by.
    public var isEmpty: Bool { access == nil && state.withLock { $0.roll.tokens.isEmpty } }

    /// Who shows a secret, and what that may do; nil where it is none of ours.
    func identify(_ secret: String, at now: Timestamp) -> (credential: Credential, scope: Scope)? {
        let digest = TokenSecret.digest(of: secret)
        if let known = find(digest, at: now) { return known }
        // Made just now, perhaps; nobody should have to wait until that is noticed.
        guard (try? reread()) != nil else { return nil }
        return find(digest, at: now)
    }

    private func find(_ digest: [UInt8], at now: Timestamp) -> (credential: Credential, scope: Scope)? {
        if access?.matches(digest: digest) == true { return (.access, .control) }
        return state.withLock { state in
            if let token = state.find(digest, at: now) {
                state.used[token.id] = now
                return (.stored(token.id), token.scope)
            }
            guard let session = state.sessions.find(digest, at: now), holds(session.origin, state, at: now) else {
                return nil
            }
            return (session.credential, session.scope)
        }
    }

    /// Whether what somebody was let in by still lets in.
    func isValid(_ credential: Credential, at now: Timestamp) -> Bool {
        credential == .nobody ? isOpen : state.withLock { holds(credential, $0, at: now) }
    }

    private func holds(_ credential: Credential, _ state: borrowing State, at now: Timestamp) -> Bool {
        switch credential {
        case .nobody: false
        case .access, .link: true
        case .stored(let id): state.roll.token(id)?.isLive(at: now) ?? false
        case .session(let number):
            state.sessions.origin(of: number, at: now).map { holds($0, state, at: now) } ?? false
        }
    }

    // MARK: browsers

    /// The secret of a link that gives control, once; nil where there is a token for that, which then is the only way.
    public func makeLink(at now: Timestamp) -> String? {
        guard access == nil else { return nil }
        return state.withLock { state in
            guard !state.roll.hasLive(.control, at: now) else { return nil }
            let secret = TokenSecret.make("l")
            state.link = TokenSecret.digest(of: secret)
            return secret
        }
    }

    /// Exchanges a secret for a cookie's; nil where it is none of ours. The link's is worth nothing any more afterwards.
    ///
    /// - Throws: `PerchError` (`forbidden`) for a token that may only report: there is nothing in a browser for it.
    func exchange(_ secret: String, at now: Timestamp) throws(PerchError) -> String? {
        if takeLink(secret) { return state.withLock { $0.sessions.begin(.control, for: .link, at: now) } }
        guard let (credential, scope) = identify(secret, at: now) else { return nil }
        if case .session = credential { return nil }
        guard scope != .ingest else { try scope.granted.require(.read); return nil }
        return state.withLock { $0.sessions.begin(scope, for: credential, at: now) }
    }

    private func takeLink(_ secret: String) -> Bool {
        let digest = TokenSecret.digest(of: secret)
        return state.withLock { state in
            guard let link = state.link, ConstantTime.equal(link, digest) else { return false }
            state.link = nil
            return true
        }
    }

    /// Ends a browser's session, and every connection it has.
    func end(_ credential: Credential, at now: Timestamp) {
        guard case .session(let number) = credential else { return }
        state.withLock { $0.sessions.end(number) }
        closeInvalid(at: now)
    }

    /// Ends the connections whose right has ended.
    func closeInvalid(at now: Timestamp) {
        guests.close { isValid($0, at: now) }
    }
}

extension Keyring.State {
    /// The token whose secret has this hash; all of them are compared, whichever it is.
    fileprivate func find(_ digest: [UInt8], at now: Timestamp) -> StoredToken? {
        var found: StoredToken?
        for token in roll.tokens where ConstantTime.equal(token.digest, digest) { found = token }
        return found.flatMap { $0.isLive(at: now) ? $0 : nil }
    }
}
