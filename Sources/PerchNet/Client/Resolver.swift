import CLibuv
import Glibc

/// Names to addresses without blocking the loop (libuv asks on its own threads).
enum Resolver {
    private static let mostAddresses = 8

    /// The addresses of a host, in the order they should be tried. On the loop.
    static func resolve(_ address: ListenAddress, on loop: Loop) async throws(ClientError) -> [SocketAddress] {
        if let numeric = SocketAddress(host: address.host, port: address.port) { return [numeric] }
        let found = await loop.runAsync { continuation in start(address, on: loop, continuation) }
        guard !found.isEmpty else { throw .unknownHost(address.host) }
        return found
    }

    private static func start(
        _ address: ListenAddress, on loop: Loop, _ continuation: CheckedContinuation<[SocketAddress], Never>
    ) {
        let request = UnsafeMutablePointer<uv_getaddrinfo_t>.allocate(capacity: 1)
        // Retained until the callback, which comes exactly once unless the start below fails.
        unsafe request.pointee.data = Unmanaged.passRetained(Waiting(continuation)).toOpaque()
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        let code = unsafe uv_getaddrinfo(
            loop.uv, request, { request, _, found in unsafe Resolver.finish(request, found) }, address.host,
            String(address.port), &hints)
        if code != 0 { unsafe finish(request, nil) }
    }

    private static func finish(
        _ request: UnsafeMutablePointer<uv_getaddrinfo_t>?, _ found: UnsafeMutablePointer<addrinfo>?
    ) {
        guard let request = unsafe request, let data = unsafe request.pointee.data else { return }
        let waiting = unsafe Unmanaged<Waiting>.fromOpaque(data).takeRetainedValue()
        unsafe request.deallocate()
        waiting.continuation.resume(returning: unsafe addresses(found))
        unsafe uv_freeaddrinfo(found)
    }

    private static func addresses(_ found: UnsafeMutablePointer<addrinfo>?) -> [SocketAddress] {
        var addresses: [SocketAddress] = []
        var next = unsafe found
        while let info = unsafe next?.pointee, addresses.count < mostAddresses {
            var address = SocketAddress()
            unsafe withUnsafeMutableBytes(of: &address.storage) { storage in
                unsafe storage.copyMemory(
                    from: UnsafeRawBufferPointer(start: info.ai_addr, count: Int(info.ai_addrlen)))
            }
            addresses.append(address)
            unsafe next = info.ai_next
        }
        return addresses
    }

    private final class Waiting {
        let continuation: CheckedContinuation<[SocketAddress], Never>

        init(_ continuation: CheckedContinuation<[SocketAddress], Never>) {
            self.continuation = continuation
        }
    }
}

extension Loop {
    /// Starts something on the loop and waits for what its callback brings.
    func runAsync<T: Sendable>(_ start: @escaping @Sendable (CheckedContinuation<T, Never>) -> Void) async -> T {
        await withCheckedContinuation { continuation in execute { start(continuation) } }
    }
}
