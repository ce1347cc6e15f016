"""What the end to end tests share: programs, servers, sockets and clients, each wait of which is bounded."""
