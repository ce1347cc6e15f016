// What every measure of the load generator needs: a clock, arguments, failing with a sentence, CPU times.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace load {

/// Seconds on the monotonic clock.
double now();

/// Sleeps until `moment` on the clock of `now`.
void sleepUntil(double moment);

/// Says why the measure cannot be made and ends the process with status 1.
[[noreturn]] void fail(const char* format, ...) __attribute__((format(printf, 1, 2)));

/// The arguments of one measure: `--name value` pairs.
class Arguments {
public:
    Arguments(int count, char** values);
    std::string text(const char* name, const char* fallback = nullptr) const;
    long number(const char* name, long fallback = -1) const;
    double real(const char* name, double fallback) const;

private:
    std::map<std::string, std::string> values;
};

/// CPU seconds (user and system, every thread) that a set of processes has used, read from /proc/PID/stat.
class ServerCPU {
public:
    /// `pids` separated by commas; may be empty, then the time is always 0.
    explicit ServerCPU(const std::string& pids);
    double seconds() const;

private:
    std::vector<std::string> files;
};

/// CPU seconds that this process has used.
double ownCPU();

/// The value below which `share` (0 to 1) of the samples lie; sorts them.
double quantile(std::vector<double>& samples, double share);

}  // namespace load
