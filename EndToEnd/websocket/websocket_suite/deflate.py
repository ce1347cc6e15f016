"""permessage-deflate (RFC 7692), kept to exactly the window and takeover that were agreed on."""

import zlib

_KNOWN = {"server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits", "client_max_window_bits"}


class Deflate:
    """Both directions of one connection's compression."""

    def __init__(self, agreed: dict[str, str]):
        unknown = set(agreed) - _KNOWN
        if unknown:
            raise ValueError(f"unknown parameters were agreed on: {unknown}")
        self.agreed = agreed
        self._out_bits = int(agreed.get("client_max_window_bits") or 15)
        self._in_bits = int(agreed.get("server_max_window_bits") or 15)
        self._out = self._deflater()
        self._in = self._inflater()

    def deflate(self, message: bytes) -> bytes:
        """One message, without the four bytes that every one ends with (7.2.1)."""
        if "client_no_context_takeover" in self.agreed:
            self._out = self._deflater()
        data = self._out.compress(message) + self._out.flush(zlib.Z_SYNC_FLUSH)
        return data.removesuffix(b"\x00\x00\xff\xff")

    def inflate(self, data: bytes) -> bytes:
        """One message; a server that looks back further than was agreed on is an error here (7.1.2.1)."""
        message = self._in.decompress(data + b"\x00\x00\xff\xff")
        if "server_no_context_takeover" in self.agreed or self._in.eof:
            self._in = self._inflater()
        return message

    def _deflater(self):
        return zlib.compressobj(6, zlib.DEFLATED, -max(9, self._out_bits))

    def _inflater(self):
        return zlib.decompressobj(-self._in_bits)
