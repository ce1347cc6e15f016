import PerchHub
import PerchModel
import PerchNet
import PerchSystem
import PerchTesting
import Synchronization
import Testing

@testable import PerchServer

/// The tokens of a folder of a test's own.
final class TokenFolder {
    private let folder: TemporaryFolder
    let file: TokenFile

    init() {
        folder = TemporaryFolder()
        file = TokenFile(folder: folder.path)
    }

    func make(_ scope: Scope, _ name: String? = nil, lasting: Int64? = nil) throws -> String {
        let (token, secret) = TokenSecret.makeToken(scope, name: name, lasting: lasting, at: .now)
        try file.update { roll throws(TokenError) in try roll.add(token) }
        return secret
    }
}

@Suite struct KeyringTests {
    private let log = ServerLog(least: .debug) { _ in }

    @Test func `A token does what its scope says and no more`() throws {
        let folder = TokenFolder()
        let secrets = try [Scope.ingest, .read, .control].map { ($0, try folder.make($0)) }
        let keys = try Keyring(file: folder.file)
        for (scope, secret) in secrets {
            #expect(keys.identify(secret, at: .now)?.scope == scope)
        }
        #expect(Scope.ingest.granted.scopes == [.ingest])
        #expect(Scope.read.granted.scopes == [.read])
        #expect(Scope.control.granted.scopes == [.ingest, .read, .control])
    }

    @Test func `Only the whole secret is the secret`() throws {
        let folder = TokenFolder()
        let secret = try folder.make(.control)
        let keys = try Keyring(file: folder.file)
        let wrong = [
            "", "x", String(secret.dropLast()), secret + "A", secret.uppercased(), String(secret.dropFirst(8)),
        ]
        for secret in wrong { #expect(keys.identify(secret, at: .now) == nil) }
    }

    @Test func `Reporting and watching are open until there is a token, and never beyond this machine`() throws {
        let folder = TokenFolder()
        #expect(try Keyring(file: folder.file).isOpen)
        #expect(try !Keyring(file: folder.file, isLocal: false).isOpen)
        #expect(try !Keyring(access: AccessToken("0123456789abcdef"), file: folder.file).isOpen)
        _ = try folder.make(.ingest, lasting: 1)
        #expect(try !Keyring(file: folder.file).isOpen, "one that has ended keeps the door locked")
    }

    @Test func `A change of the file is noticed, and a spoilt file opens nothing`() throws {
        let folder = TokenFolder()
        let keys = try Keyring(file: folder.file)
        let secret = try folder.make(.read, "screen")
        #expect(keys.identify(secret, at: .now)?.scope == .read, "a new token need not wait to be noticed")
        try FileSystem.replace(folder.file.path, with: Array("{".utf8))
        keys.refresh(at: .now, log)
        #expect(keys.identify(secret, at: .now) != nil && !keys.isOpen)
        try FileSystem.removeFile(folder.file.path)
        keys.refresh(at: .now, log)
        #expect(keys.identify(secret, at: .now) != nil && !keys.isOpen)
        try FileSystem.replace(folder.file.path, with: TokenRoll().json)
        keys.refresh(at: .now, log)
        #expect(keys.identify(secret, at: .now) == nil && keys.isOpen)
    }

    @Test func `A token ends when it says, and the connections and cookies it let in end with it`() throws {
        let folder = TokenFolder()
        let secret = try folder.make(.control, lasting: 60_000_000)
        let keys = try Keyring(file: folder.file)
        let now = Timestamp.now
        let cookie = try #require(try keys.exchange(secret, at: now))
        let session = try #require(keys.identify(cookie, at: now))
        let closed = Mutex(0)
        let pass = keys.guests.admit(session.credential) { closed.withLock { $0 += 1 } }
        keys.closeInvalid(at: now)
        #expect(closed.withLock { $0 } == 0)
        let later = now.advanced(by: 61_000_000)
        #expect(keys.identify(secret, at: later) == nil)
        #expect(keys.identify(cookie, at: later) == nil)
        keys.closeInvalid(at: later)
        #expect(closed.withLock { $0 } == 1)
        withExtendedLifetime(pass) {}
    }

    @Test func `When tokens were used is written at the end, and who holds the file holds up nobody's end`()
        async throws
    {
        let folder = TokenFolder()
        let secret = try folder.make(.read)
        let keys = try Keyring(file: folder.file)
        func use() async {
            _ = keys.identify(secret, at: .now)
            let keeping = Task { await keys.keepUp(log) }
            keeping.cancel()
            await keeping.value
        }
        let lock = try FileLock(path: folder.file.path + ".lock")
        await use()
        #expect(try folder.file.read().tokens[0].used == nil)
        withExtendedLifetime(lock) {}
        _ = consume lock
        await use()
        #expect(try folder.file.read().tokens[0].used != nil)
    }

    @Test func `The link is good for one cookie and for nothing else`() throws {
        let keys = try Keyring()
        let link = try #require(keys.makeLink(at: .now))
        #expect(keys.identify(link, at: .now) == nil)
        let cookie = try #require(try keys.exchange(link, at: .now))
        #expect(keys.identify(cookie, at: .now)?.scope == .control)
        #expect(try keys.exchange(link, at: .now) == nil)
        #expect(try keys.exchange(cookie, at: .now) == nil, "a cookie does not breed cookies")
        #expect(keys.identify(cookie, at: Timestamp.now.advanced(by: 31 * 86_400_000_000)) == nil)
    }

    @Test func `There is no link where a token gives control already`() throws {
        let folder = TokenFolder()
        #expect(try Keyring(access: AccessToken("0123456789abcdef")).makeLink(at: .now) == nil)
        _ = try folder.make(.read)
        #expect(try Keyring(file: folder.file).makeLink(at: .now) != nil)
        _ = try folder.make(.control, lasting: 1_000_000)
        #expect(try Keyring(file: folder.file).makeLink(at: .now) == nil)
        #expect(try Keyring(file: folder.file).makeLink(at: Timestamp.now.advanced(by: 2_000_000)) != nil)
    }

    @Test func `The oldest cookie ends when there are too many`() throws {
        let keys = try Keyring(access: AccessToken("0123456789abcdef"))
        let cookies = try (0...BrowserSessions.limit).map { _ in try keys.exchange("0123456789abcdef", at: .now) ?? "" }
        #expect(keys.identify(cookies[0], at: .now) == nil)
        #expect(keys.identify(cookies[1], at: .now) != nil)
    }

    @Test func `A token to report with gives no browser anything`() throws {
        let folder = TokenFolder()
        let secret = try folder.make(.ingest)
        let keys = try Keyring(file: folder.file)
        #expect(throws: PerchError.self) { try keys.exchange(secret, at: .now) }
    }
}

@Suite struct FailedAttemptsTests {
    private let refused = PerchError(.unauthorized, "No.")

    private func request() throws -> Request { try #require(Request(target: "/v1/events?token=guess")) }

    @Test func `Ten wrong tokens a minute are refused, more are told to wait, and a minute later it begins anew`()
        throws
    {
        let time = Mutex<UInt64>(0)
        let attempts = FailedAttempts(log: ServerLog(least: .debug) { _ in }, clock: { time.withLock { $0 } })
        for _ in 0..<FailedAttempts.perAddress {
            #expect(try attempts.count(request(), at: "/v1/events", refused).code == .unauthorized)
            time.withLock { $0 += 1_000 }
        }
        let limited = try attempts.count(request(), at: "/v1/events", refused)
        #expect(limited.code == .rateLimited)
        #expect(limited.retryAfter == 50)
        time.withLock { $0 += 50_000 }
        #expect(try attempts.count(request(), at: "/v1/events", refused).code == .unauthorized)
    }

    @Test func `So many lines are logged in a minute, and none tells what was tried`() throws {
        let lines = Mutex<[String]>([])
        let attempts = FailedAttempts(
            log: ServerLog(least: .debug) { line in lines.withLock { $0.append(line) } }, clock: { 0 })
        for _ in 0..<100 { _ = try attempts.count(request(), at: "/v1/events", refused) }
        let written = lines.withLock { $0 }
        #expect(written.count == FailedAttempts.logged)
        #expect(written.allSatisfy { $0.contains("GET /v1/events") && !$0.contains("guess") })
    }
}
