import Glibc

/// A blocking TCP client of the loopback for tests: says exactly these bytes, tells exactly what came back.
///
/// Every wait ends after `timeout` seconds, so that a test fails instead of hanging.
public final class BlockingClient: Sendable {
    /// What went wrong, in words.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// The words.
        public let description: String
    }

    private let descriptor: Int32

    /// Connects to a port of 127.0.0.1.
    /// - Parameter receiveBuffer: Bytes of the kernel's receive buffer; small ones make a client stall soon.
    public init(port: UInt16, timeout seconds: Int = 10, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(description: "no socket: errno \(errno)") }
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer {
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe connect(
                descriptor, UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr.self),
                socklen_t(MemoryLayout<sockaddr_in>.size))
        }
        guard code == 0 else {
            let reason = errno
            Glibc.close(descriptor)
            throw Failure(description: "cannot connect to port \(port): errno \(reason)")
        }
    }

    deinit { Glibc.close(descriptor) }

    /// Sends all of these bytes.
    public func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    descriptor, buffer.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(description: "send failed: errno \(errno)") }
            sent += count
        }
    }

    /// Sends text.
    public func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Says that nothing more will be sent.
    public func finishSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next bytes, at most so many; empty at the end of the stream. Throws when nothing comes in time.
    public func receive(atMost limit: Int = 64 << 10) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count < 0 {
            // A connection that was reset has ended too.
            if errno == ECONNRESET { return [] }
            throw Failure(description: errno == EAGAIN ? "nothing came in time" : "receive failed: errno \(errno)")
        }
        return Array(buffer.prefix(count))
    }

    /// Exactly so many bytes.
    public func receive(exactly count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try receive(atMost: count - bytes.count)
            guard !more.isEmpty else { throw Failure(description: "ended after \(bytes.count) of \(count) bytes") }
            bytes += more
        }
        return bytes
    }

    /// Everything up to and with the first `mark`, and nothing behind it.
    public func receive(through mark: String) throws -> String {
        let wanted = Array(mark.utf8)
        var bytes: [UInt8] = []
        while !bytes.suffix(wanted.count).elementsEqual(wanted) { bytes += try receive(exactly: 1) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Everything until the server ends the connection.
    public func receiveToEnd() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let more = try receive()
            if more.isEmpty { return bytes }
            bytes += more
        }
    }

    /// Everything until the server ends the connection, as text.
    public func receiveTextToEnd() throws -> String { String(decoding: try receiveToEnd(), as: UTF8.self) }

    /// One HTTP answer with its body, which must be announced by a length or chunked.
    public func receiveAnswer(toHead: Bool = false) throws -> HTTPAnswer {
        let head = try receive(through: "\r\n\r\n")
        var answer = HTTPAnswer(head: head)
        if toHead || answer.status < 200 || answer.status == 204 || answer.status == 304 { return answer }
        if answer.header("transfer-encoding") == "chunked" {
            while let size = Int(try receive(through: "\r\n").dropLast(1), radix: 16), size > 0 {
                answer.body += try receive(exactly: size)
                _ = try receive(exactly: 2)
            }
            _ = try receive(exactly: 2)
        } else if let length = answer.header("content-length").flatMap({ Int($0) }) {
            answer.body = try receive(exactly: length)
        }
        return answer
    }
}

/// An HTTP answer, taken apart as far as tests need it.
public struct HTTPAnswer: Sendable {
    /// Everything up to the empty line.
    public let head: String
    /// The body, with chunks joined.
    public var body: [UInt8] = []

    init(head: String) { self.head = head }

    /// The status code; 0 when the head is not an answer's.
    public var status: Int { Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0 }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The names of the header fields, in order.
    public var names: [String] {
        lines.dropFirst().compactMap { $0.split(separator: ":").first.map(String.init) }
    }

    /// The value of the first field of a name.
    public func header(_ name: String) -> String? {
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return String(parts[1].drop { $0 == " " })
            }
        }
        return nil
    }

    private var lines: [Substring] { head.split(separator: "\r\n") }
}
