// How numbered messages reach a server: the same JSON for all, by the door that each server has.
#pragma once

#include "base.hpp"
#include "net.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace load {

/// The number that a message carries, or -1.
long messageNumber(std::string_view payload);

/// Publishes messages 0, 1, 2 … that arrive with a payload of one fixed size. Used by one thread.
class Publisher {
public:
    explicit Publisher(size_t size) : size(size) {}
    virtual ~Publisher() = default;

    /// Hands `count` messages from number `first` on to the server; returns when they are written.
    virtual void publish(long first, long count) = 0;
    /// True when another batch may follow without too many unanswered ones.
    virtual bool ready() = 0;
    /// Waits for the answers to everything published.
    virtual void settle() = 0;
    /// Learns from the first message as it was delivered what the server adds to it.
    virtual void learn(std::string_view) {}

protected:
    void appendMessage(std::string& out, long number, size_t padding) const;
    const size_t size;
};

/// The publisher for `--server perch|uws|nchan` with `--port`, `--size` and, for Perch, `--in-flight` requests.
std::unique_ptr<Publisher> makePublisher(const Arguments& arguments);

/// The path where the server of `--server` hands its messages to a WebSocket.
const char* streamPath(const Arguments& arguments);

}  // namespace load
