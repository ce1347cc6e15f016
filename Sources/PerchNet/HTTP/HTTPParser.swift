import CLLHTTP
import Glibc

/// llhttp behind a Swift face: one head at a time, then its body, each refused with a status when it is not proper.
///
/// Confined to its connection. Callbacks only note where things are; errors are parked and read after the call.
@safe
final class HTTPParser {
    /// What is known when a head is complete.
    struct Head: Sendable {
        var request: Request
        var keepsAlive: Bool
        var body: BodyKind
    }

    enum BodyKind: Sendable, Equatable {
        case none, chunked
        case length(Int)
    }

    private let parser: UnsafeMutablePointer<llhttp_t>
    private var base: UnsafePointer<CChar>?
    private var target = 0..<0
    private var fields: [RequestHeaders.Field] = []
    private var isComplete = false
    private var keepsAlive = false
    private var readsHead = true
    var chunks = ChunkGuard()
    private(set) var body: [UInt8] = []
    private var bodyLimit = 0
    private var isTooLarge = false

    init() {
        unsafe parser = .allocate(capacity: 1)
        unsafe llhttp_init(parser, HTTP_REQUEST, Self.settings)
        // Unretained: the parser is freed with this object.
        unsafe parser.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit { unsafe parser.deallocate() }

    // MARK: head

    /// Reads one complete head of which the scanner has found the end.
    func readHead(
        _ bytes: UnsafeRawBufferPointer, peer: SocketAddress, listener: Int
    ) throws(HTTPRefusal) -> Head {
        unsafe llhttp_reset(parser)
        unsafe base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        fields.removeAll(keepingCapacity: true)
        (target, isComplete, readsHead) = (0..<0, false, true)
        let error = unsafe llhttp_execute(parser, base, bytes.count)
        let copy = unsafe [UInt8](bytes)
        guard error == HPE_OK || error == HPE_PAUSED_UPGRADE else { throw refusal(error, copy) }
        guard HeadRules.isProperLine(copy, target: target), fields.allSatisfy({ HeadRules.isToken(copy[$0.name]) })
        else { throw HTTPRefusal(400) }
        // Only what RFC 9112 2.3 calls the same major version; 1.0 differs by its Connection rules only.
        let minor = unsafe Int(llhttp_get_http_minor(parser))
        guard unsafe llhttp_get_http_major(parser) == 1, minor <= 1 else { throw HTTPRefusal(505) }
        let method = unsafe llhttp_get_method(parser)
        guard let known = HTTPMethod(parser: method) else {
            let refused = [HTTP_CONNECT.rawValue, HTTP_TRACE.rawValue].contains(UInt32(method))
            throw HTTPRefusal(refused ? 405 : 501)
        }
        guard let target = RequestTarget(copy[target], method: known) else { throw HTTPRefusal(400) }
        let request = Request(
            method: known, target: target, headers: RequestHeaders(bytes: copy, fields: fields), peer: peer,
            listener: listener, minorVersion: minor)
        return Head(
            request: request, keepsAlive: keepsAlive && minor == 1, body: try HeadRules.check(request))
    }

    private func refusal(_ error: llhttp_errno_t, _ head: [UInt8]) -> HTTPRefusal {
        switch error {
        case HPE_INVALID_METHOD: HTTPRefusal(HeadRules.isToken(head.prefix { $0 != 0x20 }) ? 501 : 400)
        case HPE_INVALID_VERSION: HTTPRefusal(505)
        default: HTTPRefusal(400)
        }
    }

    // MARK: body

    func beginBody(_ kind: BodyKind, limit: Int) {
        (bodyLimit, isTooLarge, readsHead, isComplete) = (limit, false, false, false)
        chunks = ChunkGuard()
        body = []
        if case .length(let count) = kind { body.reserveCapacity(min(count, 1 << 20)) }
    }

    /// Takes bytes of the body; tells how many belonged to it and whether it is complete.
    func readBody(_ bytes: UnsafeRawBufferPointer, chunked: Bool) throws(HTTPRefusal) -> (used: Int, complete: Bool) {
        unsafe base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        chunks.begin()
        let error = unsafe llhttp_execute(parser, base, bytes.count)
        if isTooLarge { throw HTTPRefusal(413) }
        guard error == HPE_OK || error == HPE_PAUSED || error == HPE_PAUSED_UPGRADE else { throw HTTPRefusal(400) }
        var used = bytes.count
        if error != HPE_OK, let base = unsafe base { used = unsafe llhttp_get_error_pos(parser) - base }
        if chunked {
            guard unsafe chunks.end(UnsafeRawBufferPointer(rebasing: bytes[..<used])) else { throw HTTPRefusal(400) }
        }
        return (used, isComplete)
    }

    func takeBody() -> [UInt8] {
        defer { body = [] }
        return body
    }

    // MARK: trampolines

    private func offset(_ at: UnsafePointer<CChar>) -> Int {
        guard let base = unsafe base else { return 0 }
        return unsafe at - base
    }

    private func onBody(_ at: UnsafePointer<CChar>, _ count: Int) -> Int32 {
        guard body.count + count <= bodyLimit else {
            isTooLarge = true
            return -1
        }
        unsafe chunks.data(offset(at)..<offset(at) + count)
        unsafe body.append(contentsOf: UnsafeRawBufferPointer(start: at, count: count))
        return 0
    }

    private static func of(_ parser: UnsafeMutablePointer<llhttp_t>?) -> HTTPParser? {
        guard let data = unsafe parser?.pointee.data else { return nil }
        return unsafe Unmanaged<HTTPParser>.fromOpaque(data).takeUnretainedValue()
    }

    /// Shared by every parser, never changed and never freed.
    private nonisolated(unsafe) static let settings: UnsafeMutablePointer<llhttp_settings_t> = {
        let settings = UnsafeMutablePointer<llhttp_settings_t>.allocate(capacity: 1)
        unsafe llhttp_settings_init(settings)
        unsafe settings.pointee.on_url = { parser, at, count in
            guard let self = unsafe of(parser), let at = unsafe at else { return -1 }
            unsafe self.target = self.offset(at)..<self.offset(at) + count
            return 0
        }
        unsafe settings.pointee.on_header_field = { parser, at, count in
            guard let self = unsafe of(parser), let at = unsafe at else { return -1 }
            // Fields of a trailer are read and forgotten.
            guard self.readsHead else { return 0 }
            unsafe self.fields.append(.init(name: self.offset(at)..<self.offset(at) + count, value: 0..<0))
            return 0
        }
        unsafe settings.pointee.on_header_value = { parser, at, count in
            guard let self = unsafe of(parser), let at = unsafe at else { return -1 }
            guard self.readsHead, let last = self.fields.indices.last else { return 0 }
            var end = count
            while end > 0, unsafe at[end - 1] == 0x20 || at[end - 1] == 0x09 { end -= 1 }
            unsafe self.fields[last].value = self.offset(at)..<self.offset(at) + end
            return 0
        }
        unsafe settings.pointee.on_headers_complete = { parser in
            guard let self = unsafe of(parser) else { return -1 }
            self.keepsAlive = unsafe llhttp_should_keep_alive(parser) == 1
            return 0
        }
        unsafe settings.pointee.on_body = { parser, at, count in
            guard let self = unsafe of(parser), let at = unsafe at else { return -1 }
            return unsafe self.onBody(at, count)
        }
        unsafe settings.pointee.on_message_complete = { parser in
            guard let self = unsafe of(parser) else { return -1 }
            self.isComplete = true
            // Behind a body the next request may follow; a head is given alone.
            return self.readsHead ? 0 : Int32(HPE_PAUSED.rawValue)
        }
        return unsafe settings
    }()
}

/// A request that is not handled: the answer's status, after which the connection ends.
struct HTTPRefusal: Error, Equatable {
    let status: HTTPStatus

    init(_ status: HTTPStatus) { self.status = status }
}
