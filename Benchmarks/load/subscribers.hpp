// Many WebSocket subscribers that are sent numbered frames of one fixed size, on one epoll.
#pragma once

#include "base.hpp"

#include <functional>
#include <string>
#include <vector>

namespace load {

/// Receives and verifies on the calling thread.
///
/// All frames have one size, so the byte at offset `k × size` begins frame `k`: every look at any whole frame of a
/// stream proves the order of everything before it. Every fiftieth subscriber is read and checked frame by frame; of
/// the others one read in `lookEvery` is, and the rest are counted by the kernel without a copy (MSG_TRUNC), so that
/// the generator has time to spare.
class Subscribers {
public:
    Subscribers(int port, const std::string& path, long count, long lookEvery);

    /// Waits until each has got the message `number` by itself, and returns it as it was delivered.
    std::string awaitFirst(long number);
    /// From here on frames of `payload` bytes follow, the first with the number `firstNumber`.
    void begin(size_t payload, long firstNumber);
    /// Reads whatever is there; waits up to `patience` seconds for something.
    void receive(double patience);

    /// Whole frames that the slowest subscriber has got.
    long slowest() const;
    /// Bytes that all of them have got, frame headers included.
    uint64_t bytes() const { return total; }
    size_t frameSize() const { return frame; }
    /// How many looks found the expected frame.
    uint64_t verified() const { return looks; }
    /// Subscribers that have not got exactly `frames` frames.
    long lacking(long frames) const;
    /// Reads every byte from here on, so that the last frames are checked on all.
    void readAll() { everything = true; }

    /// Called for each frame of the wholly read subscribers with its number.
    std::function<void(long)> onFrame;

private:
    void read(size_t index);
    void check(size_t index, std::string_view bytes, uint64_t offset);
    bool isWhole(size_t index) const { return everything || index % 50 == 0; }

    int epoll;
    uint64_t lookEvery;
    bool everything = false;
    size_t frame = 0;
    long firstNumber = 0;
    uint64_t total = 0, looks = 0, reads = 0;
    std::vector<int> sockets;
    std::vector<uint64_t> got;
    std::vector<std::string> unread;  // what lies behind the last whole frame of a wholly read subscriber
    std::vector<char> buffer;
};

}  // namespace load
