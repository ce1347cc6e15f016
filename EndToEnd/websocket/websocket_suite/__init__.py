"""517 conversations with a WebSocket echo server, each of which has one right outcome (RFC 6455, RFC 7692)."""
