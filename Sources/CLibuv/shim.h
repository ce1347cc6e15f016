#include <uv.h>

#ifdef __linux__
// The Glibc module leaves out what is Linux only.
#include <sys/timerfd.h>
#include <sys/syscall.h>
#include <sys/sendfile.h>
#include <unistd.h>

/// A connection that neither blocks nor is inherited, in one call.
static inline int perch_accept(int listener, struct sockaddr *address, socklen_t *length) {
    return (int)syscall(SYS_accept4, listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static inline int perch_timer_create(void) {
    return timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
}
#endif
