// The measures of the load generator; each prints one JSON object.
#pragma once

#include "base.hpp"

namespace load {

void fanout(const Arguments& arguments);
void ingest(const Arguments& arguments);
void latency(const Arguments& arguments);

}  // namespace load
