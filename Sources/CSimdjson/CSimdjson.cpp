#include "CSimdjson.h"
#include <simdjson.h>
extern "C" int perch_simdjson_probe(void) { return simdjson::SIMDJSON_VERSION_MAJOR; }
