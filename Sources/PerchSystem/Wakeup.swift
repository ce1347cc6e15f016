import Glibc

/// A bell for one sleeping thread: rung any number of times before it sleeps, it wakes once.
///
/// `@unchecked Sendable`: the state is only touched between `pthread_mutex_lock` and `unlock`, and the pointers never change.
@safe public final class Wakeup: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var rung = false

    /// Makes a bell that has not been rung.
    public init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe condition.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Wakes the sleeper, or keeps the next sleep from happening. Any thread.
    public func ring() {
        unsafe pthread_mutex_lock(mutex)
        let first = !rung
        rung = true
        unsafe pthread_mutex_unlock(mutex)
        if first { unsafe pthread_cond_signal(condition) }
    }

    /// Sleeps until the bell is rung, at once where it has been since the last sleep.
    public func wait() {
        unsafe pthread_mutex_lock(mutex)
        while !rung { unsafe pthread_cond_wait(condition, mutex) }
        rung = false
        unsafe pthread_mutex_unlock(mutex)
    }

    /// The same, for so many nanoseconds at the most; tells whether the bell was rung.
    @discardableResult
    public func wait(upTo nanoseconds: UInt64) -> Bool {
        let end = SystemClock.monotonicNanoseconds() + nanoseconds
        var time = timespec()
        time.tv_sec = Int(end / 1_000_000_000)
        time.tv_nsec = Int(end % 1_000_000_000)
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while !rung {
            if unsafe pthread_cond_timedwait(condition, mutex, &time) != 0 { break }
        }
        defer { rung = false }
        return rung
    }
}
