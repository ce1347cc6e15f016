#include "CSimdjson.h"

#include <simdjson.h>

#define PERCH_QUOTED(text) #text
#define PERCH_QUOTE(text) PERCH_QUOTED(text)

extern "C" const char *perch_json_library_version(void) { return PERCH_QUOTE(SIMDJSON_VERSION); }
