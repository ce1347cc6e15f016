import Testing

@testable import PerchNet

private let base = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"

/// Offers, and the answer: nil when all are declined.
private let offers: [(headers: [String], answer: String?)] = [
    ([], nil),
    (["permessage-deflate"], base),
    (["Permessage-Deflate"], base),
    (["x-webkit-deflate-frame"], nil),
    (["x-webkit-deflate-frame, permessage-deflate"], base),
    (["x-webkit-deflate-frame", "permessage-deflate"], base),
    (["permessage-deflate; client_max_window_bits"], base),
    (["permessage-deflate;client_max_window_bits=8"], base),
    (["permessage-deflate; client_max_window_bits=16"], nil),
    (["permessage-deflate; client_max_window_bits=\"10\""], base),
    (["permessage-deflate; client_no_context_takeover; server_no_context_takeover"], base),
    (["permessage-deflate; client_no_context_takeover=1"], nil),
    (["permessage-deflate; server_no_context_takeover; server_no_context_takeover"], nil),
    (["permessage-deflate; server_max_window_bits=9"], base + "; server_max_window_bits=9"),
    (["permessage-deflate; server_max_window_bits=\"15\""], base + "; server_max_window_bits=15"),
    (["permessage-deflate; server_max_window_bits"], nil),
    (["permessage-deflate; server_max_window_bits=8"], nil),
    (["permessage-deflate; server_max_window_bits=09"], nil),
    (["permessage-deflate; server_max_window_bits=7"], nil),
    (["permessage-deflate; server_max_window_bits=1e1"], nil),
    (["permessage-deflate; unheard_of"], nil),
    (["permessage-deflate; server_max_window_bits=8, permessage-deflate"], base),
    (["permessage-deflate; a=\"x, permessage-deflate\""], nil),
    ([", ,"], nil),
]

@Suite struct WebSocketNegotiationTests {
    @Test(arguments: offers)
    func `The first acceptable offer is taken`(headers: [String], answer: String?) {
        #expect(DeflateAgreement(offers: headers)?.headerValue == answer)
    }

    @Test func `The agreement says how large the server's window may be`() {
        #expect(DeflateAgreement(offers: ["permessage-deflate; server_max_window_bits=11"])?.serverWindowBits == 11)
        #expect(DeflateAgreement(offers: ["permessage-deflate"])?.serverWindowBits == 15)
    }
}
