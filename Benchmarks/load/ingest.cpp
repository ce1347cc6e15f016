// Durable ingest on one connection: NDJSON requests to Perch, pipelined XADD to Redis.
#include "measures.hpp"
#include "net.hpp"

#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <deque>
#include <memory>

namespace load {

namespace {

/// An event of `size` bytes as one line of JSON, without the newline.
std::string eventOfSize(size_t size, long number) {
    char text[160];
    snprintf(text, sizeof text,
             "{\"kind\":\"tool.started\",\"agent\":\"a%ld\",\"session\":\"s%ld\",\"data\":{\"tool\":\"Bash\",\"call\":"
             "\"c%010ld\",\"input\":\"",
             number % 50, number % 10, number);
    std::string event = text;
    if (event.size() + 3 > size) fail("an event needs more than %zu bytes", size);
    event.append(size - event.size() - 3, 'x');
    return event + "\"}}";
}

/// One way to hand events over and to count the durable ones.
struct Door {
    virtual ~Door() = default;
    virtual std::string request(long first, long count) = 0;
    /// Events acknowledged by what has just arrived.
    virtual long acknowledged(std::string_view bytes) = 0;
};

struct PerchDoor final : Door {
    PerchDoor(int port, size_t size) : port(port), size(size) {}

    std::string request(long first, long count) override {
        std::string body;
        for (long i = 0; i < count; i++) body += eventOfSize(size, first + i) + "\n";
        return "POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
               "\r\nContent-Type: application/x-ndjson\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
               body;
    }

    long acknowledged(std::string_view bytes) override {
        rest.append(bytes);
        long events = 0;
        for (size_t end; (end = rest.find("\r\n\r\n")) != std::string::npos;) {
            size_t close = rest.find('}', end);
            if (rest.compare(0, 10, "HTTP/1.1 2") != 0) fail("refused: %.300s", rest.c_str());
            if (close == std::string::npos) break;
            long count = integerField(std::string_view(rest).substr(end), "accepted");
            if (count < 0) fail("an answer without \"accepted\": %.300s", rest.c_str());
            events += count;
            rest.erase(0, close + 1);
        }
        return events;
    }

    int port;
    size_t size;
    std::string rest;
};

struct RedisDoor final : Door {
    explicit RedisDoor(size_t size) : size(size) {}

    std::string request(long first, long count) override {
        std::string commands;
        for (long i = 0; i < count; i++) {
            auto event = eventOfSize(size, first + i);
            commands += "*5\r\n$4\r\nXADD\r\n$6\r\nevents\r\n$1\r\n*\r\n$1\r\ne\r\n$" + std::to_string(event.size()) +
                        "\r\n" + event + "\r\n";
        }
        return commands;
    }

    /// The answer to XADD is a bulk string: `$15`, the id, each on its line.
    long acknowledged(std::string_view bytes) override {
        rest.append(bytes);
        long events = 0;
        size_t at = 0;
        for (;;) {
            size_t first = rest.find('\n', at),
                   second = first == std::string::npos ? first : rest.find('\n', first + 1);
            if (second == std::string::npos) break;
            if (rest[at] != '$') fail("refused: %.200s", rest.c_str() + at);
            at = second + 1;
            events++;
        }
        rest.erase(0, at);
        return events;
    }

    size_t size;
    std::string rest;
};

}  // namespace

void ingest(const Arguments& arguments) {
    long batch = arguments.number("batch", 2000), inFlight = arguments.number("in-flight", 4);
    long size = arguments.number("size", 300);
    double seconds = arguments.real("seconds", 4), warm = arguments.real("warm", 0.5);
    int port = int(arguments.number("port"));
    ServerCPU server(arguments.text("pids", ""));
    std::unique_ptr<Door> door;
    if (arguments.text("server") == "redis")
        door = std::make_unique<RedisDoor>(size_t(size));
    else
        door = std::make_unique<PerchDoor>(port, size_t(size));
    std::vector<std::string> requests;
    for (long i = 0; i < 8; i++) requests.push_back(door->request(i * batch, batch));

    int fd = connectTo(port);
    std::vector<char> buffer(1 << 16);
    size_t next = 0, offset = 0;
    long written = 0, durable = 0, durableAtBegin = 0;
    double start = now(), begin = 0, cpu = 0, own = 0, end = 0;
    while (true) {
        double moment = now();
        if (begin == 0 && moment >= start + warm)
            begin = moment, cpu = server.seconds(), own = ownCPU(), durableAtBegin = durable;
        if (end == 0 && begin > 0 && moment >= begin + seconds) {
            end = moment, cpu = server.seconds() - cpu, own = ownCPU() - own;
            durableAtBegin = durable - durableAtBegin;
        }
        bool writing = offset > 0 || (end == 0 && written - durable <= (inFlight - 1) * batch);
        if (end > 0 && !writing && durable == written) break;
        if (writing) {
            const auto& request = requests[next % requests.size()];
            ssize_t sent = send(fd, request.data() + offset, request.size() - offset, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent < 0 && errno != EAGAIN) fail("the server closed while it was written to: %s", strerror(errno));
            if (sent > 0 && (offset += size_t(sent)) == request.size()) offset = 0, next++, written += batch;
        }
        ssize_t got = recv(fd, buffer.data(), buffer.size(), writing ? MSG_DONTWAIT : 0);
        if (got == 0) fail("the server closed the connection");
        if (got < 0 && !writing) fail("no answer from the server for five seconds");
        if (got > 0)
            durable += door->acknowledged({buffer.data(), size_t(got)});
        else if (writing)
            usleep(20);
    }
    printf(
        "{\"wall_s\": %.4f, \"server_cpu_s\": %.2f, \"generator_cpu_s\": %.3f, \"events\": %ld, \"events_per_s\": "
        "%.0f, "
        "\"cpu_s_per_million\": %.3f, \"acknowledged\": %ld}\n",
        end - begin, cpu, own, durableAtBegin, double(durableAtBegin) / (end - begin),
        cpu / double(durableAtBegin) * 1e6, durable);
}

}  // namespace load
