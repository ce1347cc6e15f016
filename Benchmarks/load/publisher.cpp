#include "publisher.hpp"

#include <sys/socket.h>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace load {

namespace {

constexpr std::string_view mark = "\"call\":\"c";
constexpr std::string_view front =
    "{\"kind\":\"tool.started\",\"agent\":\"a1\",\"session\":\"s1\",\"data\":{\"tool\":\"Bash\",\"call\":\"c";
constexpr std::string_view middle = "\",\"input\":\"";
constexpr std::string_view back = "\"}}";
constexpr size_t digits = 10;
constexpr size_t bare = front.size() + digits + middle.size() + back.size();

/// Each message is one WebSocket frame of its own on one connection; what the server says to it is thrown away.
class WebSocketPublisher final : public Publisher {
public:
    WebSocketPublisher(int port, const char* path, size_t size) : Publisher(size) {
        std::string early;
        fd = openWebSocket(port, path, early);
    }

    void publish(long first, long count) override {
        out.clear();
        for (long number = first; number < first + count; number++) {
            message.clear();
            appendMessage(message, number, size - bare);
            appendClientFrame(out, message);
        }
        sendAll(fd, out);
    }

    bool ready() override {
        if (recv(fd, nullptr, 1 << 30, MSG_DONTWAIT | MSG_TRUNC) == 0) fail("the server closed the publisher");
        return true;
    }

    void settle() override { ready(); }

private:
    int fd;
    std::string message, out;
};

/// NDJSON requests on one connection, a few of them in flight; each answer is checked.
class PerchPublisher final : public Publisher {
public:
    PerchPublisher(int port, size_t size, long inFlight)
        : Publisher(size), fd(connectTo(port)), answers(fd), host(std::to_string(port)), mostInFlight(inFlight) {}

    void publish(long first, long count) override {
        body.clear();
        for (long number = first; number < first + count; number++) {
            appendMessage(body, number, paddingFor(number));
            body.push_back('\n');
        }
        head = "POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1:" + host +
               "\r\nContent-Type: application/x-ndjson\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
        body.insert(0, head);
        sendAll(fd, body);
        unanswered++;
        published += count;
    }

    bool ready() override {
        while (unanswered > 0 && answers.waiting()) takeAnswer();
        return unanswered < mostInFlight;
    }

    void settle() override {
        while (unanswered > 0) takeAnswer();
        if (accepted != published) fail("%ld events published, %ld accepted", published, accepted);
    }

    void learn(std::string_view delivered) override {
        firstSeq = integerField(delivered, "seq");
        if (firstSeq < 0) fail("no seq in what was delivered: %.*s", int(delivered.size()), delivered.data());
        added = delivered.size() - bare - width(firstSeq);
        if (bare + added + 10 > size) fail("the server adds %zu bytes to an event, no room in %zu", added, size);
    }

private:
    static size_t width(long value) {
        size_t count = 1;
        while (value >= 10) value /= 10, count++;
        return count;
    }

    /// Numbers follow each other as seqs do (nobody else writes), so the length of each seq is known before.
    size_t paddingFor(long number) const { return firstSeq < 0 ? 0 : size - bare - added - width(firstSeq + number); }

    void takeAnswer() {
        long count = integerField(answers.next(), "accepted");
        if (count < 0) fail("an answer to POST /v1/events without \"accepted\"");
        accepted += count;
        unanswered--;
    }

    int fd;
    HTTPAnswers answers;
    std::string host, head, body;
    long mostInFlight, unanswered = 0, published = 0, accepted = 0, firstSeq = -1;
    size_t added = 0;
};

}  // namespace

long messageNumber(std::string_view payload) {
    auto* at = static_cast<const char*>(memmem(payload.data(), payload.size(), mark.data(), mark.size()));
    if (!at || size_t(payload.end() - at) < mark.size() + digits) return -1;
    long number = 0;
    for (size_t i = 0; i < digits; i++) number = number * 10 + (at[mark.size() + i] - '0');
    return number;
}

void Publisher::appendMessage(std::string& out, long number, size_t padding) const {
    char text[digits + 1];
    snprintf(text, sizeof text, "%010ld", number);
    out.append(front).append(text, digits).append(middle).append(padding, 'x').append(back);
}

std::unique_ptr<Publisher> makePublisher(const Arguments& arguments) {
    auto server = arguments.text("server");
    auto port = int(arguments.number("port"));
    auto size = size_t(arguments.number("size", 370));
    if (server == "perch") return std::make_unique<PerchPublisher>(port, size, arguments.number("in-flight", 4));
    if (server == "uws" || server == "nchan") return std::make_unique<WebSocketPublisher>(port, "/publish", size);
    fail("no publisher for %s", server.c_str());
}

const char* streamPath(const Arguments& arguments) {
    return arguments.text("server") == "perch" ? "/v1/stream" : "/subscribe";
}

}  // namespace load
