import CLibuv
import Glibc

/// A host and a port to listen on or to connect to.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A numeric address or a name; an IPv6 address without brackets.
    public var host: String
    /// 0 asks the system for any free port.
    public var port: UInt16

    /// An address of its two parts.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`, `[::1]:PORT` or `:PORT` (all of loopback's); nil when it is none of these.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("[") {
            guard host.hasSuffix("]") else { return nil }
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        self.init(host: host.isEmpty ? "127.0.0.1" : String(host), port: port)
    }

    /// `host:port`, an IPv6 host in brackets, as it stands in a URL.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether only this machine can reach the address, going by its text: `localhost`, `127.…` or `::1`.
    public var isLoopback: Bool { host == "localhost" || host.hasPrefix("127.") || host == "::1" }

    /// The first address the name stands for. Blocks when it is a name only a server knows.
    func resolve() throws(ListenError) -> SocketAddress {
        if let numeric = SocketAddress(host: host == "localhost" ? "127.0.0.1" : host, port: port) { return numeric }
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &found)
        guard code == 0, let first = unsafe found else { throw ListenError(address: self, reason: .unknownHost) }
        defer { unsafe freeaddrinfo(first) }
        var address = SocketAddress()
        unsafe withUnsafeMutableBytes(of: &address.storage) { storage in
            unsafe storage.copyMemory(
                from: UnsafeRawBufferPointer(start: first.pointee.ai_addr, count: Int(first.pointee.ai_addrlen)))
        }
        return address
    }
}

/// Why nothing listens on an address.
public struct ListenError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of failure a caller may want to tell apart.
    public enum Reason: Equatable, Sendable {
        /// Another socket listens there already.
        case inUse
        /// The name stands for no address.
        case unknownHost
        /// The system call and its `errno`.
        case system(String, Int32)
    }

    /// The address that was asked for.
    public let address: ListenAddress
    /// What stood in the way.
    public let reason: Reason

    /// One plain sentence for the person who started the program.
    public var description: String {
        switch reason {
        case .inUse: "Something else is listening on \(address) already."
        case .unknownHost: "The host of \(address) is not known."
        case .system(let call, let code):
            "Cannot listen on \(address): \(call) failed, \(unsafe String(cString: strerror(code)))."
        }
    }
}
