"""Payloads to compress: the same for every run, of every size, and different from one message to the next."""

import random
from functools import cache

_WORDS = (
    "when the first light reached the window the small bird was already awake and looked down at the street where "
    "nobody walked yet it had seen every door open and every lamp go out and it remembered all of it in order"
).split()
_SCRIPTS = ["Straße", "κόσμος", "мир", "世界", "こんにちは", "สวัสดี", "🪶🐦", "ναι", "naïve", "𐍈"]
_POOL = 1 << 19


@cache
def _json_pool() -> bytes:
    dice = random.Random(1)
    lines = []
    size = 0
    while size < _POOL:
        line = (
            f'{{"seq":{len(lines)},"kind":"tool.{dice.choice(["started", "finished"])}","agent":"a{dice.randrange(40)}",'
            f'"data":{{"tool":"{dice.choice(["Bash", "Read", "Edit"])}","duration_ms":{dice.randrange(90000)}}}}}\n'
        )
        lines.append(line)
        size += len(line)
    return "".join(lines).encode()


@cache
def _prose_pool() -> bytes:
    dice = random.Random(2)
    return " ".join(dice.choice(_WORDS) for _ in range(_POOL // 4)).encode()


@cache
def _scripts_pool() -> str:
    dice = random.Random(3)
    return " ".join(dice.choice(_SCRIPTS) for _ in range(_POOL // 4))


@cache
def _noise_pool() -> bytes:
    return random.Random(4).randbytes(_POOL)


@cache
def _picture_pool() -> bytes:
    dice = random.Random(5)
    return bytes((x + y // 2 + dice.randrange(3)) & 0xFF for y in range(512) for x in range(1024))


def _cut(pool: bytes, size: int, count: int) -> list[bytes]:
    room = len(pool) - size
    return [pool[at : at + size] for at in ((index * 7919) % room for index in range(count))]


def json(size: int, count: int) -> list[bytes]:
    return _cut(_json_pool(), size, count)


def prose(size: int, count: int) -> list[bytes]:
    return _cut(_prose_pool(), size, count)


def picture(size: int, count: int) -> list[bytes]:
    return _cut(_picture_pool(), size, count)


def noise(size: int, count: int) -> list[bytes]:
    return _cut(_noise_pool(), size, count)


def scripts(size: int, count: int) -> list[bytes]:
    """Whole characters only, filled up with dots to the size."""
    pool = _scripts_pool()
    messages = []
    for index in range(count):
        at = (index * 7919) % (len(pool) - size)
        data = pool[at : at + size].encode()[:size].decode(errors="ignore").encode()
        messages.append(data + b"." * (size - len(data)))
    return messages
