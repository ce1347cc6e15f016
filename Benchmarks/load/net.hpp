// Loopback sockets and the client's half of the WebSocket protocol, as much of it as a load generator needs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace load {

/// A blocking TCP connection to 127.0.0.1:`port`, Nagle off; reads give up after five seconds.
int connectTo(int port);

void setNonBlocking(int fd);

/// Writes everything or fails.
void sendAll(int fd, const char* bytes, size_t count);
inline void sendAll(int fd, const std::string& bytes) { sendAll(fd, bytes.data(), bytes.size()); }

/// Reads what there is, at least one byte; fails at the end of the stream and when nothing comes for five seconds.
size_t receiveSome(int fd, char* bytes, size_t room);

/// A WebSocket to `path`; `early` takes what came behind the answer.
int openWebSocket(int port, const std::string& path, std::string& early);

/// Appends one masked client frame; the mask is zero, so the payload is as it was (RFC 6455, 5.3).
void appendClientFrame(std::string& out, std::string_view payload, int opcode = 1);

/// One frame of the server at the front of a buffer.
struct Frame {
    int opcode = 0;
    size_t length = 0;  // header and payload
    std::string_view payload;
};

/// Reads the frame at the front of `bytes`; false when it is not there as a whole yet.
bool readFrame(std::string_view bytes, Frame& frame);

/// Reads whole HTTP answers off a connection.
class HTTPAnswers {
public:
    explicit HTTPAnswers(int fd) : fd(fd) {}
    /// The body of the next answer; fails when its status is not 2xx.
    std::string next();
    /// True when an answer could be had without waiting for the first byte of it.
    bool waiting() const;

private:
    int fd;
    std::string buffer;
};

/// The integer behind `"name":` in a JSON object, or -1.
long integerField(std::string_view json, const char* name);

}  // namespace load
