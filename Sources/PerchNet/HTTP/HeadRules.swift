/// The rules of RFC 9112 about a head as a whole, stricter where leniency lets requests be smuggled.
enum HeadRules {
    /// What body follows; throws when the head contradicts itself.
    static func check(_ request: Request) throws(HTTPRefusal) -> HTTPParser.BodyKind {
        try checkHost(request)
        try checkExpect(request)
        return try bodyKind(request)
    }

    /// Method, target and version with one blank between them and nothing else (RFC 9112 3), where the parser is lenient.
    static func isProperLine(_ head: [UInt8], target: Range<Int>) -> Bool {
        let version = Array(" HTTP/".utf8)
        let end = target.upperBound + version.count + 3
        return !target.isEmpty && head.firstIndex(of: 0x20) == target.lowerBound - 1 && head.count > end
            && head[target.upperBound...].starts(with: version) && head[end] == 13
    }

    /// One or more of the bytes a name is made of (RFC 9110 5.6.2).
    static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                // The 128 ASCII characters as two words of bits; blanks, controls and delimiters are not set.
                let bits: UInt64 = byte < 64 ? 0x03FF_6CFA_0000_0000 : 0x57FF_FFFF_C7FF_FFFE
                return byte < 128 && bits >> UInt64(byte & 63) & 1 == 1
            }
    }

    /// Exactly one Host in HTTP/1.1 and one at most in 1.0 (RFC 9112 3.2), and no more than host and port in it.
    private static func checkHost(_ request: Request) throws(HTTPRefusal) {
        let count = request.headers.count(of: "host")
        guard count == 1 || (count == 0 && request.minorVersion == 0) else { throw HTTPRefusal(400) }
        guard request.host.utf8.allSatisfy(isHostByte) else { throw HTTPRefusal(400) }
    }

    /// Letters, digits and what else a reg-name, an address literal and a port may have (RFC 3986 3.2.2).
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "%"), UInt8(ascii: "!"), UInt8(ascii: "$"),
            UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"),
            UInt8(ascii: "+"), UInt8(ascii: ";"), UInt8(ascii: "="):
            true
        default: false
        }
    }

    /// Only `100-continue` is known (RFC 9110 10.1.1); HTTP/1.0 clients cannot mean it.
    private static func checkExpect(_ request: Request) throws(HTTPRefusal) {
        guard request.minorVersion == 1 else { return }
        for value in request.headers.values("expect") where value.lowercased() != "100-continue" {
            throw HTTPRefusal(417)
        }
    }

    /// One length or one coding, never both, never twice (RFC 9112 6.1, 6.3 and 11.2).
    private static func bodyKind(_ request: Request) throws(HTTPRefusal) -> HTTPParser.BodyKind {
        let codings = request.headers.values("transfer-encoding")
        let lengths = request.headers.values("content-length")
        if codings.isEmpty, lengths.isEmpty { return .none }
        if !codings.isEmpty {
            guard lengths.isEmpty, codings.count == 1, request.minorVersion == 1 else { throw HTTPRefusal(400) }
            guard codings[0].lowercased() == "chunked" else { throw HTTPRefusal(501) }
            return .chunked
        }
        guard lengths.count == 1, !lengths[0].isEmpty, lengths[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = Int(lengths[0])
        else { throw HTTPRefusal(400) }
        return length == 0 ? .none : .length(length)
    }
}
