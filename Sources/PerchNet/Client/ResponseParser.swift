import CLLHTTP
import Glibc

/// llhttp in response mode: bytes in, a head and pieces of a body out.
///
/// Callbacks only take notes; errors are parked and thrown after the call. Confined to the exchange that owns it.
@safe
final class ResponseParser {
    /// The status line and the fields of an answer.
    struct Head {
        var status: HTTPStatus
        var headers: RequestHeaders
        var keepsAlive: Bool
    }

    private static let largestHead = 64 << 10

    private let parser: UnsafeMutablePointer<llhttp_t>
    private let expectsNoBody: Bool
    private var text: [UInt8] = []
    private var fields: [RequestHeaders.Field] = []
    private var readsValue = false
    private var isHeadTooLarge = false
    /// There once the head of the true answer is complete; interim answers (1xx) are read over.
    private(set) var head: Head?
    /// Pieces of the body not taken yet.
    private var body: [UInt8] = []
    private(set) var isComplete = false
    /// What came behind a switch of protocols; it belongs to the next one.
    private(set) var beyond: [UInt8] = []

    /// - Parameter expectsNoBody: The request was a HEAD.
    init(expectsNoBody: Bool = false) {
        self.expectsNoBody = expectsNoBody
        unsafe parser = .allocate(capacity: 1)
        unsafe llhttp_init(parser, HTTP_RESPONSE, Self.settings)
        // Unretained: the parser is freed with this object.
        unsafe parser.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit { unsafe parser.deallocate() }

    /// Takes the next bytes of the connection.
    func receive(_ bytes: [UInt8]) throws(ClientError) {
        guard !isComplete else { return }
        let (error, used) = unsafe bytes.withUnsafeBytes { memory -> (llhttp_errno_t, Int) in
            guard let base = unsafe memory.baseAddress?.assumingMemoryBound(to: CChar.self) else { return (HPE_OK, 0) }
            let error = unsafe llhttp_execute(parser, base, memory.count)
            let stop = unsafe error == HPE_OK ? base + memory.count : llhttp_get_error_pos(parser) ?? base
            return unsafe (error, stop - base)
        }
        if isHeadTooLarge { throw .tooLarge(Self.largestHead) }
        if error == HPE_PAUSED_UPGRADE {
            beyond = Array(bytes[used...])
            isComplete = true
        }
        guard error == HPE_OK || error == HPE_PAUSED || error == HPE_PAUSED_UPGRADE else { throw .malformed }
    }

    /// The server has ended the connection: the end of a body without a length, or the loss of one with it.
    func finish() throws(ClientError) {
        guard !isComplete else { return }
        // Whether the message may end here is told by the callback, not by the result.
        _ = unsafe llhttp_finish(parser)
        guard isComplete else { throw .ended }
    }

    /// What has come of the body since the last call.
    func takeBody() -> [UInt8] {
        defer { body = [] }
        return body
    }

    // MARK: notes of the callbacks

    private func note(_ at: UnsafePointer<CChar>, _ count: Int, isValue: Bool) -> Int32 {
        guard head == nil else { return 0 }  // a trailer
        guard text.count + count <= Self.largestHead else {
            isHeadTooLarge = true
            return -1
        }
        // A name that follows a value begins the next field; both may come in pieces.
        if !isValue, readsValue || fields.isEmpty {
            fields.append(.init(name: text.count..<text.count, value: text.count..<text.count))
        }
        let start = isValue && !readsValue ? text.count : nil
        readsValue = isValue
        unsafe text.append(contentsOf: UnsafeRawBufferPointer(start: at, count: count))
        guard let last = fields.indices.last else { return -1 }
        if isValue {
            fields[last].value = (start ?? fields[last].value.lowerBound)..<text.count
        } else {
            fields[last].name = fields[last].name.lowerBound..<text.count
        }
        return 0
    }

    private func headComplete() -> Int32 {
        let status = unsafe HTTPStatus(Int(llhttp_get_status_code(parser)))
        defer { (text, fields, readsValue) = ([], [], false) }
        guard status.code >= 200 || status.code == 101 else { return 0 }
        let keepsAlive = unsafe llhttp_should_keep_alive(parser) == 1
        head = Head(status: status, headers: RequestHeaders(bytes: text, fields: fields), keepsAlive: keepsAlive)
        return expectsNoBody ? 1 : 0
    }

    private func messageComplete() -> Int32 {
        guard head != nil else { return 0 }
        isComplete = true
        // Behind a switch of protocols the parser stops by itself, and knows where.
        return unsafe llhttp_get_upgrade(parser) == 1 ? 0 : Int32(HPE_PAUSED.rawValue)
    }

    private static func of(_ parser: UnsafeMutablePointer<llhttp_t>?) -> ResponseParser? {
        guard let data = unsafe parser?.pointee.data else { return nil }
        return unsafe Unmanaged<ResponseParser>.fromOpaque(data).takeUnretainedValue()
    }

    /// Shared by every parser, never changed and never freed.
    private nonisolated(unsafe) static let settings: UnsafeMutablePointer<llhttp_settings_t> = {
        let settings = UnsafeMutablePointer<llhttp_settings_t>.allocate(capacity: 1)
        unsafe llhttp_settings_init(settings)
        unsafe settings.pointee.on_header_field = { parser, at, count in
            guard let self = unsafe of(parser), let at = unsafe at else { return -1 }
            return unsafe self.note(at, count, isValue: false)
        }
        unsafe settings.pointee.on_header_value = { parser, at, count in
            guard let self = unsafe of(parser), let at = unsafe at else { return -1 }
            return unsafe self.note(at, count, isValue: true)
        }
        unsafe settings.pointee.on_headers_complete = { parser in unsafe of(parser)?.headComplete() ?? -1 }
        unsafe settings.pointee.on_body = { parser, at, count in
            guard let self = unsafe of(parser), let at = unsafe at else { return -1 }
            unsafe self.body.append(contentsOf: UnsafeRawBufferPointer(start: at, count: count))
            return 0
        }
        unsafe settings.pointee.on_message_complete = { parser in unsafe of(parser)?.messageComplete() ?? -1 }
        return unsafe settings
    }()
}
