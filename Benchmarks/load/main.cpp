// load MEASURE --name value …: the load generator behind Benchmarks/run.
#include "measures.hpp"

#include <cstring>

int main(int count, char** values) {
    if (count >= 2) {
        load::Arguments arguments(count - 2, values + 2);
        if (strcmp(values[1], "fanout") == 0) return load::fanout(arguments), 0;
        if (strcmp(values[1], "ingest") == 0) return load::ingest(arguments), 0;
        if (strcmp(values[1], "latency") == 0) return load::latency(arguments), 0;
    }
    load::fail("usage: load fanout|ingest|latency --name value ...");
}
