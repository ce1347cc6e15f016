"""Sequences of bytes by what is right or wrong with them, after the shape of Markus Kuhn's decoder stress test."""

# "kosme" in Greek, with an accent that takes three bytes.
KOSME = bytes.fromhex("cebae1bdb9cf83cebcceb5")


def _all(valid: bool, *sequences: str) -> list[tuple[bytes, bool]]:
    return [(bytes.fromhex(one), valid) for one in sequences]


def _is_whole(prefix: bytes) -> bool:
    try:
        prefix.decode()
    except UnicodeDecodeError:
        return False
    return True


def _lonely(first: int, last: int) -> bytes:
    """Start bytes without what they start, each followed by a space."""
    return b"".join(bytes([start, 0x20]) for start in range(first, last + 1))


_SOME_VALID = ["κόσμε", "Hello-µ@ß öäü àá UTF-8!!", "日本語とタイ語 สวัสดี", "🪶 👩‍🚀 𐍈 𝄞", "\ufeffwith a mark before it"]

# Sequences whose last continuation byte is missing, of two to six bytes, the first and the last of each length.
_CUT_SHORT = ["c0", "e080", "f08080", "f8808080", "fc80808080", "df", "efbf", "f7bfbf", "fbbfbfbf", "fdbfbfbfbf"]

_SURROGATES = ["eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf"]
_PAIRS = [
    "eda080edb080", "eda080edbfbf", "edadbfedb080", "edadbfedbfbf",
    "edae80edb080", "edae80edbfbf", "edafbfedb080", "edafbfedbfbf",
]  # fmt: skip

_NONCHARACTERS = [(chr(plane << 16 | low).encode(), True) for plane in range(17) for low in (0xFFFE, 0xFFFF)]

# (group, what it is about, [(bytes, whether they are UTF-8)])
GROUPS: list[tuple[int, str, list[tuple[bytes, bool]]]] = [
    (5, "some text", [(text.encode(), True) for text in _SOME_VALID]),
    (6, "prefix of a text", [(KOSME[:end], _is_whole(KOSME[:end])) for end in range(1, len(KOSME) + 1)]),
    (7, "first sequence of its length", _all(True, "00", "c280", "e0a080", "f0908080")),
    (8, "first sequence of five and six bytes", _all(False, "f888808080", "fc8480808080")),
    (9, "last sequence of its length", _all(True, "7f", "dfbf", "efbfbf", "f48fbfbf")),
    (10, "last sequence beyond Unicode", _all(False, "f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf")),
    (11, "boundary", _all(True, "ed9fbf", "ee8080", "efbfbd", "f48fbfbf") + _all(False, "f4908080")),
    (12, "continuation bytes alone",
     _all(False, "80", "bf", "80bf", "80bf80", "80bf80bf", "80bf80bf80", "80bf80bf80bf") + [(bytes(range(0x80, 0xC0)), False)]),
    (13, "start bytes alone",
     [(_lonely(*span), False) for span in [(0xC0, 0xDF), (0xE0, 0xEF), (0xF0, 0xF7), (0xF8, 0xFB), (0xFC, 0xFD)]]),
    (14, "last byte missing", _all(False, *_CUT_SHORT)),
    (15, "all of those in a row", _all(False, "".join(_CUT_SHORT))),
    (16, "bytes that never are", _all(False, "fe", "ff", "fefeffff")),
    (17, "slash written too long", _all(False, "c0af", "e080af", "f08080af", "f8808080af", "fc80808080af")),
    (18, "the longest that is too long", _all(False, "c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf")),
    (19, "NUL written too long", _all(False, "c080", "e08080", "f0808080", "f880808080", "fc8080808080")),
    (20, "surrogate", _all(False, *_SURROGATES)),
    (21, "pair of surrogates", _all(False, *_PAIRS)),
    (22, "noncharacter", _NONCHARACTERS),
    (23, "special", [(chr(code).encode(), True) for code in range(0xFFF9, 0x10000)]),
]  # fmt: skip
