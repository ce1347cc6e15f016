#include "net.hpp"
#include "base.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace load {

int connectTo(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) fail("socket: %s", strerror(errno));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(uint16_t(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        fail("cannot connect to port %d: %s", port, strerror(errno));
    int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    timeval patience{5, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return fd;
}

void setNonBlocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

void sendAll(int fd, const char* bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) fail("the server closed while it was written to: %s", strerror(errno));
        bytes += sent;
        count -= size_t(sent);
    }
}

size_t receiveSome(int fd, char* bytes, size_t room) {
    for (;;) {
        ssize_t got = recv(fd, bytes, room, 0);
        if (got > 0) return size_t(got);
        if (got == 0) fail("the server closed the connection");
        if (errno == EAGAIN) fail("no answer from the server for five seconds");
        if (errno != EINTR) fail("recv: %s", strerror(errno));
    }
}

int openWebSocket(int port, const std::string& path, std::string& early) {
    int fd = connectTo(port);
    sendAll(fd, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                    "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    std::string answer;
    char chunk[4096];
    size_t end;
    while ((end = answer.find("\r\n\r\n")) == std::string::npos)
        answer.append(chunk, receiveSome(fd, chunk, sizeof chunk));
    if (answer.compare(0, 12, "HTTP/1.1 101") != 0)
        fail("%s is no WebSocket: %s", path.c_str(), answer.substr(0, answer.find('\r')).c_str());
    early = answer.substr(end + 4);
    return fd;
}

void appendClientFrame(std::string& out, std::string_view payload, int opcode) {
    out.push_back(char(0x80 | opcode));
    size_t count = payload.size();
    if (count < 126) {
        out.push_back(char(0x80 | count));
    } else if (count < 65536) {
        out.push_back(char(0x80 | 126));
        out.push_back(char(count >> 8));
        out.push_back(char(count));
    } else {
        out.push_back(char(0x80 | 127));
        for (int shift = 56; shift >= 0; shift -= 8) out.push_back(char(uint64_t(count) >> shift));
    }
    out.append(4, '\0');
    out.append(payload);
}

bool readFrame(std::string_view bytes, Frame& frame) {
    if (bytes.size() < 2) return false;
    auto at = [&](size_t i) { return size_t(uint8_t(bytes[i])); };
    size_t header = 2, count = at(1) & 0x7f;
    if (count == 126) header = 4;
    if (count == 127) header = 10;
    if (bytes.size() < header) return false;
    if (header > 2) {
        count = 0;
        for (size_t i = 2; i < header; i++) count = count << 8 | at(i);
    }
    if (bytes.size() < header + count) return false;
    frame = {int(at(0) & 0x0f), header + count, bytes.substr(header, count)};
    return true;
}

bool HTTPAnswers::waiting() const {
    pollfd entry{fd, POLLIN, 0};
    return !buffer.empty() || poll(&entry, 1, 0) > 0;
}

std::string HTTPAnswers::next() {
    char chunk[16384];
    size_t end;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos)
        buffer.append(chunk, receiveSome(fd, chunk, sizeof chunk));
    std::string head = buffer.substr(0, end + 2);
    for (auto& c : head) c = char(tolower(c));
    size_t field = head.find("\r\ncontent-length:");
    if (field == std::string::npos) fail("an answer without Content-Length: %s", head.c_str());
    size_t length = strtoul(head.c_str() + field + 17, nullptr, 10);
    while (buffer.size() < end + 4 + length) buffer.append(chunk, receiveSome(fd, chunk, sizeof chunk));
    std::string body = buffer.substr(end + 4, length);
    if (head.compare(0, 10, "http/1.1 2") != 0)
        fail("refused: %s %s", head.substr(0, head.find('\r')).c_str(), body.c_str());
    buffer.erase(0, end + 4 + length);
    return body;
}

long integerField(std::string_view json, const char* name) {
    std::string key = std::string("\"") + name + "\":";
    size_t at = json.find(key);
    return at == std::string_view::npos ? -1 : strtol(json.data() + at + key.size(), nullptr, 10);
}

}  // namespace load
