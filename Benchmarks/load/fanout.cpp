// One publisher, many WebSocket subscribers: as fast as they go, or at a fixed rate (`--rate`).
#include "measures.hpp"
#include "publisher.hpp"
#include "subscribers.hpp"

#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>

namespace load {

namespace {

/// What the publishing and the receiving thread tell each other.
struct Shared {
    std::atomic<long> sent{0};     // messages handed to the server
    std::atomic<long> slowest{0};  // messages that every subscriber has got
    std::atomic<bool> stop{false};
    std::atomic<bool> done{false};
    std::vector<double> moments;  // when each message was due, where delays are measured
};

/// Keeps at most `window` messages between itself and the slowest subscriber, in steps of `batch`.
void publishFreely(Publisher& publisher, Shared& shared, long first, long window, long batch) {
    long sent = 0;
    while (!shared.stop) {
        if (!publisher.ready() || sent + batch - shared.slowest > window) {
            usleep(100);
            continue;
        }
        publisher.publish(first + sent, batch);
        shared.sent = sent += batch;
    }
}

/// Publishes each message when it is due; those that fell due while an answer was out go together. Waits for a server
/// that is a second behind, since everything must arrive in the end; that it did not keep the rate shows in the result.
void publishAtRate(Publisher& publisher, Shared& shared, long first, double rate) {
    double start = now();
    long sent = 0;
    while (!shared.stop) {
        sleepUntil(start + double(sent + 1) / rate);
        while (!publisher.ready()) usleep(50);
        long room = std::min(shared.slowest + long(rate), long(shared.moments.size())) - sent;
        long due = std::min(long((now() - start) * rate) - sent, room);
        if (due <= 0) {
            usleep(1000);
            continue;
        }
        for (long i = 0; i < due; i++) shared.moments[size_t(sent + i)] = start + double(sent + i + 1) / rate;
        publisher.publish(first + sent, due);
        shared.sent = sent += due;
    }
}

struct Sample {
    double moment, server, own;
    uint64_t bytes;
};

/// Receives until everything sent is there, at most five seconds after the last byte that came.
void drain(Subscribers& subscribers, const Shared& shared, long extra) {
    uint64_t seen = 0;
    for (double progress = now(); subscribers.lacking(shared.sent + extra) > 0;) {
        subscribers.receive(0.1);
        if (subscribers.bytes() != seen) progress = now(), seen = subscribers.bytes();
        if (now() - progress > 5) {
            fail("LOST: %ld subscribers did not get all of %ld messages", subscribers.lacking(shared.sent + extra),
                 shared.sent + extra);
        }
    }
}

}  // namespace

void fanout(const Arguments& arguments) {
    long count = arguments.number("subscribers", 1000), size = arguments.number("size", 370);
    double rate = arguments.real("rate", 0), seconds = arguments.real("seconds", 4), warm = arguments.real("warm", 1);
    double nap = arguments.real("nap-ms", 0) / 1000;
    ServerCPU server(arguments.text("pids", ""));
    auto publisher = makePublisher(arguments);
    Subscribers subscribers(int(arguments.number("port")), streamPath(arguments), count,
                            arguments.number("look-every", 16));

    usleep(300000);  // some servers subscribe a client shortly after they have answered its upgrade
    publisher->publish(0, 1);
    publisher->learn(subscribers.awaitFirst(0));
    publisher->publish(1, 1);
    long payload = long(subscribers.awaitFirst(1).size());
    if (payload != size) fail("a message has %ld bytes instead of %ld", payload, size);
    const long first = 2;
    subscribers.begin(size_t(size), first);

    Shared shared;
    std::vector<double> delays;
    if (rate > 0) {
        shared.moments.resize(size_t(rate * (warm + seconds + 30)));
        subscribers.onFrame = [&](long number) { delays.push_back(now() - shared.moments[size_t(number - first)]); };
    }
    std::thread sender([&] {
        long window = arguments.number("window", 512);
        if (rate > 0)
            publishAtRate(*publisher, shared, first, rate);
        else
            publishFreely(*publisher, shared, first, window, arguments.number("batch", std::max(1L, window / 8)));
        publisher->settle();
        shared.done = true;
    });

    auto sample = [&] { return Sample{now(), server.seconds(), ownCPU(), subscribers.bytes()}; };
    Sample begin{}, end{};
    double start = now(), looked = 0;
    for (bool measuring = false;;) {
        double round = now();
        subscribers.receive(0.05);
        if (double moment = now(); moment - looked > 0.0002) {
            shared.slowest = subscribers.slowest();
            looked = moment;
        }
        if (!measuring && now() >= start + warm) begin = sample(), measuring = true, delays.clear();
        if (now() >= start + warm + seconds) break;
        if (nap > 0) sleepUntil(round + nap);
    }
    end = sample();
    subscribers.onFrame = nullptr;
    shared.stop = true;
    while (!shared.done) subscribers.receive(0.01), shared.slowest = subscribers.slowest();
    sender.join();
    drain(subscribers, shared, 0);
    subscribers.readAll();
    publisher->publish(first + shared.sent, 1);
    publisher->settle();
    drain(subscribers, shared, 1);

    double wall = end.moment - begin.moment, cpu = end.server - begin.server;
    double deliveries = double(end.bytes - begin.bytes) / double(subscribers.frameSize());
    printf(
        "{\"subscribers\": %ld, \"wall_s\": %.4f, \"server_cpu_s\": %.2f, \"generator_cpu_s\": %.3f, "
        "\"deliveries\": %.0f, \"bytes_per_s\": %.0f, \"cpu_s_per_gb\": %.4f, \"cpu_us_per_delivery\": %.4f, "
        "\"messages\": %ld, \"verified_looks\": %llu, \"delay_p50_ms\": %.3f, \"delay_p99_ms\": %.3f}\n",
        count, wall, cpu, end.own - begin.own, deliveries, deliveries * double(size) / wall,
        cpu / (deliveries * double(size) / 1e9), cpu / deliveries * 1e6, shared.sent.load() + 3,
        (unsigned long long)subscribers.verified(), quantile(delays, 0.5) * 1e3, quantile(delays, 0.99) * 1e3);
}

}  // namespace load
