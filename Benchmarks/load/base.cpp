#include "base.hpp"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace load {

double now() {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
}

void sleepUntil(double moment) {
    timespec t;
    t.tv_sec = time_t(moment);
    t.tv_nsec = long((moment - double(t.tv_sec)) * 1e9);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, nullptr) != 0) {
    }
}

void fail(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    fflush(stderr);
    _exit(1);
}

Arguments::Arguments(int count, char** given) {
    for (int i = 0; i < count; i += 2) {
        if (strncmp(given[i], "--", 2) != 0 || i + 1 == count) fail("expected --name value, got %s", given[i]);
        values[given[i] + 2] = given[i + 1];
    }
}

std::string Arguments::text(const char* name, const char* fallback) const {
    auto found = values.find(name);
    if (found != values.end()) return found->second;
    if (!fallback) fail("--%s is missing", name);
    return fallback;
}

long Arguments::number(const char* name, long fallback) const {
    auto found = values.find(name);
    if (found != values.end()) return strtol(found->second.c_str(), nullptr, 10);
    if (fallback < 0) fail("--%s is missing", name);
    return fallback;
}

double Arguments::real(const char* name, double fallback) const {
    auto found = values.find(name);
    return found == values.end() ? fallback : strtod(found->second.c_str(), nullptr);
}

ServerCPU::ServerCPU(const std::string& pids) {
    for (size_t from = 0; from < pids.size();) {
        size_t comma = std::min(pids.find(',', from), pids.size());
        files.push_back("/proc/" + pids.substr(from, comma - from) + "/stat");
        from = comma + 1;
    }
}

double ServerCPU::seconds() const {
    unsigned long long ticks = 0;
    for (const auto& path : files) {
        FILE* file = fopen(path.c_str(), "r");
        if (!file) fail("the server has ended: no %s", path.c_str());
        char line[1024];
        size_t length = fread(line, 1, sizeof line - 1, file);
        fclose(file);
        line[length] = 0;
        // The name in parentheses may hold spaces; utime and stime are the 12th and 13th fields after it (proc(5)).
        const char* rest = strrchr(line, ')');
        unsigned long long user = 0, system = 0;
        if (!rest || sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user, &system) != 2)
            fail("cannot read %s", path.c_str());
        ticks += user + system;
    }
    return double(ticks) / double(sysconf(_SC_CLK_TCK));
}

double ownCPU() {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

double quantile(std::vector<double>& samples, double share) {
    if (samples.empty()) return 0;
    std::sort(samples.begin(), samples.end());
    return samples[std::min(samples.size() - 1, size_t(share * double(samples.size())))];
}

}  // namespace load
