#pragma once
#ifdef __cplusplus
extern "C" {
#endif
int perch_simdjson_probe(void);
#ifdef __cplusplus
}
#endif
