#include "subscribers.hpp"
#include "net.hpp"
#include "publisher.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

namespace load {

Subscribers::Subscribers(int port, const std::string& path, long count, long lookEvery)
    : epoll(epoll_create1(EPOLL_CLOEXEC)),
      lookEvery(uint64_t(lookEvery)),
      sockets(size_t(count)),
      got(size_t(count)),
      unread(size_t(count)),
      buffer(1 << 18) {
    for (size_t i = 0; i < sockets.size(); i++) sockets[i] = openWebSocket(port, path, unread[i]);
}

std::string Subscribers::awaitFirst(long number) {
    std::string delivered;
    for (size_t i = 0; i < sockets.size(); i++) {
        for (Frame frame;;) {
            while (!readFrame(unread[i], frame))
                unread[i].append(buffer.data(), receiveSome(sockets[i], buffer.data(), buffer.size()));
            bool found = frame.opcode == 1 && messageNumber(frame.payload) == number;
            if (found) delivered = frame.payload;
            unread[i].erase(0, frame.length);
            if (found) break;
        }
    }
    return delivered;
}

void Subscribers::begin(size_t payload, long number) {
    frame = payload + (payload < 126 ? 2 : payload < 65536 ? 4 : 10);
    firstNumber = number;
    for (size_t i = 0; i < sockets.size(); i++) {
        if (!unread[i].empty()) fail("subscriber %zu was sent something that was not published", i);
        setNonBlocking(sockets[i]);
        epoll_event event{};
        event.events = EPOLLIN | EPOLLRDHUP | EPOLLET;
        event.data.u64 = i;
        epoll_ctl(epoll, EPOLL_CTL_ADD, sockets[i], &event);
    }
}

void Subscribers::receive(double patience) {
    epoll_event events[1024];
    int count = epoll_wait(epoll, events, 1024, int(patience * 1000));
    for (int i = 0; i < count; i++) read(size_t(events[i].data.u64));
}

void Subscribers::read(size_t index) {
    for (;;) {
        bool look = isWhole(index) || reads++ % lookEvery == 0;
        size_t room = look ? buffer.size() : size_t(1) << 30;
        ssize_t count = recv(sockets[index], look ? buffer.data() : nullptr, room, look ? 0 : MSG_TRUNC);
        if (count == 0)
            fail("the server closed subscriber %zu after %llu bytes", index, (unsigned long long)got[index]);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return;
        if (count < 0) fail("subscriber %zu: %s", index, strerror(errno));
        if (look) check(index, {buffer.data(), size_t(count)}, got[index]);
        got[index] += size_t(count);
        total += size_t(count);
        if (size_t(count) < room) return;
    }
}

/// `bytes` begin at `offset` of the stream of subscriber `index`.
void Subscribers::check(size_t index, std::string_view bytes, uint64_t offset) {
    std::string& rest = unread[index];
    bool whole = isWhole(index) && (!rest.empty() || offset % frame == 0);
    std::string joined;
    if (whole && !rest.empty()) {
        joined = rest.append(bytes);
        offset -= joined.size() - bytes.size();
        bytes = joined;
    }
    rest.clear();
    uint64_t number = (offset + frame - 1) / frame;
    size_t at = size_t(number * frame - offset);
    for (; at + frame <= bytes.size(); at += frame, number++) {
        Frame found;
        auto expected = long(number) + firstNumber;
        if (!readFrame(bytes.substr(at), found) || found.length != frame || messageNumber(found.payload) != expected)
            fail("subscriber %zu: message %ld is not where it should be, but: %.*s", index, expected,
                 int(std::min<size_t>(bytes.size() - at, 160)), bytes.data() + at);
        looks++;
        if (whole && onFrame) onFrame(expected);
    }
    if (isWhole(index) && at < bytes.size()) rest = bytes.substr(at);
}

long Subscribers::slowest() const { return long(*std::min_element(got.begin(), got.end()) / frame); }

long Subscribers::lacking(long frames) const {
    return std::count_if(got.begin(), got.end(), [&](uint64_t bytes) { return bytes != uint64_t(frames) * frame; });
}

}  // namespace load
