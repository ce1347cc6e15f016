// One event at a time: from just before it is handed over until every subscriber has it.
#include "measures.hpp"
#include "net.hpp"
#include "publisher.hpp"

#include <sys/epoll.h>
#include <unistd.h>
#include <cstdio>

namespace load {

namespace {

/// Subscribers that say for each message when it reached them.
class Listeners {
public:
    virtual ~Listeners() = default;

    /// Waits until message `number` has reached all; appends the seconds since `since` for each.
    void await(long number, double since, std::vector<double>& delays) {
        epoll_event events[256];
        for (size_t missing = sockets.size(); missing > 0;) {
            int count = epoll_wait(epoll, events, 256, 5000);
            if (count == 0)
                fail("LOST: message %ld has not reached %zu of %zu subscribers", number, missing, sockets.size());
            for (int i = 0; i < count; i++) {
                size_t index = events[i].data.u32;
                char chunk[16384];
                buffers[index].append(chunk, receiveSome(sockets[index], chunk, sizeof chunk));
                for (long got; (got = take(index)) >= 0;) {
                    if (got != number) fail("subscriber %zu got message %ld when %ld was due", index, got, number);
                    delays.push_back(now() - since);
                    missing--;
                }
            }
        }
    }

protected:
    /// Takes a message off the buffer of a subscriber; -1 when there is no whole one.
    virtual long take(size_t index) = 0;

    void add(int fd, std::string early) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u32 = uint32_t(sockets.size());
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
        sockets.push_back(fd);
        buffers.push_back(std::move(early));
    }

    int epoll = epoll_create1(EPOLL_CLOEXEC);
    std::vector<int> sockets;
    std::vector<std::string> buffers;
};

class WebSocketListeners final : public Listeners {
public:
    WebSocketListeners(int port, const char* path, long count) {
        for (long i = 0; i < count; i++) {
            std::string early;
            int fd = openWebSocket(port, path, early);
            add(fd, early);
        }
    }

private:
    long take(size_t index) override {
        for (Frame frame; readFrame(buffers[index], frame);) {
            long number = frame.opcode == 1 ? messageNumber(frame.payload) : -1;
            if (frame.opcode == 9) {
                std::string pong;
                appendClientFrame(pong, frame.payload, 10);
                sendAll(sockets[index], pong);
            }
            buffers[index].erase(0, frame.length);
            if (number >= 0) return number;
        }
        return -1;
    }
};

/// Each waits in XREAD BLOCK and asks again from the id it was given.
class RedisListeners final : public Listeners {
public:
    RedisListeners(int port, long count) {
        for (long i = 0; i < count; i++) {
            add(connectTo(port), "");
            ask(size_t(i), "$");
        }
    }

private:
    void ask(size_t index, const std::string& after) {
        sendAll(sockets[index], "*6\r\n$5\r\nXREAD\r\n$5\r\nBLOCK\r\n$1\r\n0\r\n$7\r\nSTREAMS\r\n$6\r\nevents\r\n$" +
                                    std::to_string(after.size()) + "\r\n" + after + "\r\n");
    }

    /// `*1 *2 $6 events *1 *2 $15 ID *2 $1 e $370 …`, each on its line: the id is the eighth, the message the 13th.
    long take(size_t index) override {
        std::string& buffer = buffers[index];
        if (!buffer.empty() && buffer[0] != '*') fail("refused: %.200s", buffer.c_str());
        std::vector<std::string> lines;
        size_t at = 0;
        for (size_t end; lines.size() < 13 && (end = buffer.find("\r\n", at)) != std::string::npos; at = end + 2)
            lines.push_back(buffer.substr(at, end - at));
        if (lines.size() < 13) return -1;
        buffer.erase(0, at);
        ask(index, lines[7]);
        return messageNumber(lines[12]);
    }
};

/// One XADD on a connection of its own for each message.
class RedisPublisher final : public Publisher {
public:
    RedisPublisher(int port, size_t size) : Publisher(size), fd(connectTo(port)) {}

    void publish(long first, long) override {
        std::string message;
        appendMessage(message, first, 200);
        sendAll(fd, "*5\r\n$4\r\nXADD\r\n$6\r\nevents\r\n$1\r\n*\r\n$1\r\ne\r\n$" + std::to_string(message.size()) +
                        "\r\n" + message + "\r\n");
    }

    bool ready() override { return true; }

    void settle() override {
        char answer[256];
        size_t count = receiveSome(fd, answer, sizeof answer);
        if (answer[0] != '$') fail("refused: %.*s", int(count), answer);
    }

private:
    int fd;
};

}  // namespace

void latency(const Arguments& arguments) {
    long count = arguments.number("subscribers", 100), events = arguments.number("events", 500);
    double gap = arguments.real("gap-ms", 5) / 1000;
    int port = int(arguments.number("port"));
    ServerCPU server(arguments.text("pids", ""));
    bool redis = arguments.text("server") == "redis";
    std::unique_ptr<Publisher> publisher;
    std::unique_ptr<Listeners> listeners;
    if (redis) {
        publisher = std::make_unique<RedisPublisher>(port, 370);
        listeners = std::make_unique<RedisListeners>(port, count);
    } else {
        publisher = makePublisher(arguments);
        listeners = std::make_unique<WebSocketListeners>(port, streamPath(arguments), count);
    }
    usleep(300000);

    std::vector<double> all, last;
    const long warm = 20;
    double cpu = 0, begin = 0;
    for (long number = 0; number < events + warm; number++) {
        if (number == warm) all.clear(), last.clear(), cpu = server.seconds(), begin = now();
        double sent = now();
        publisher->publish(number, 1);
        listeners->await(number, sent, all);
        last.push_back(all.back());
        publisher->settle();
        sleepUntil(now() + gap);
    }
    double wall = now() - begin, used = server.seconds() - cpu;
    double middle = quantile(all, 0.5), high = quantile(all, 0.99);  // these sort, so the greatest comes last
    printf(
        "{\"subscribers\": %ld, \"events\": %ld, \"deliveries\": %zu, \"wall_s\": %.3f, \"server_cpu_s\": %.2f, "
        "\"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f, \"last_p50_ms\": %.3f, \"last_p99_ms\": %.3f}\n",
        count, events, all.size(), wall, used, middle * 1e3, high * 1e3, all.back() * 1e3, quantile(last, 0.5) * 1e3,
        quantile(last, 0.99) * 1e3);
}

}  // namespace load
