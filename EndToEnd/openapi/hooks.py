"""What schemathesis cannot know: NDJSON, and that a number must fit 64 bits, as it must nearly everywhere (RFC 8259, 6)."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def write(ctx, value):
    return b"".join(json.dumps(one).encode() + b"\n" for one in value) if isinstance(value, list) else json.dumps(value).encode()


@schemathesis.deserializer("application/x-ndjson")
def read(ctx, response):
    return [json.loads(line) for line in response.content.decode().splitlines()]


def fits(value) -> bool:
    """Whether every number in it does."""
    if isinstance(value, dict):
        return all(fits(one) for one in value.values())
    if isinstance(value, list):
        return all(fits(one) for one in value)
    return not isinstance(value, int) or -(2**63) <= value < 2**64


@schemathesis.hook
def filter_body(context, body):
    return fits(body)
