import CLibuv
import Glibc

/// An IPv4 or IPv6 address and port as the system keeps it.
public struct SocketAddress: Sendable {
    var storage = sockaddr_storage()

    init() {}

    /// A numeric address; nil when the text is a name or nonsense.
    init?(host: String, port: UInt16) {
        var four = sockaddr_in()
        var six = sockaddr_in6()
        if unsafe uv_ip4_addr(host, Int32(port), &four) == 0 {
            unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: four, as: sockaddr_in.self) }
        } else if unsafe uv_ip6_addr(host, Int32(port), &six) == 0 {
            unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: six, as: sockaddr_in6.self) }
        } else {
            return nil
        }
    }

    var family: Int32 { Int32(storage.ss_family) }

    private var isSix: Bool { family == AF_INET6 }

    var length: socklen_t { socklen_t(isSix ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size) }

    /// The port.
    public var port: UInt16 {
        get {
            // The port lies behind the family in both kinds of address, in network order.
            unsafe withUnsafeBytes(of: storage) {
                unsafe UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self))
            }
        }
        set {
            unsafe withUnsafeMutableBytes(of: &storage) {
                unsafe $0.storeBytes(of: newValue.bigEndian, toByteOffset: 2, as: UInt16.self)
            }
        }
    }

    /// The numeric host.
    public var host: String {
        var copy = storage
        var text = [CChar](repeating: 0, count: 64)
        let code = unsafe withUnsafePointer(to: &copy) { pointer in
            isSix
                ? unsafe uv_ip6_name(
                    UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr_in6.self), &text, text.count)
                : unsafe uv_ip4_name(
                    UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr_in.self), &text, text.count)
        }
        guard code == 0 else { return "unknown" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    mutating func withMutablePointer<R>(_ body: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> R) -> R {
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe body(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sockaddr.self), &length)
        }
    }
}
