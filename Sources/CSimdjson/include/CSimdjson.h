#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A C door to simdjson's DOM parser. A parser owns the scratch space of parsing; a document owns one parsed tape and its
// strings, both at fixed addresses for the document's whole life. The tape's layout is simdjson's documented one
// (doc/tape.md of its sources); PerchJSON reads it in place.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct perch_json_parser perch_json_parser;
typedef struct perch_json_document perch_json_document;

enum perch_json_result {
    PERCH_JSON_OK = 0,
    PERCH_JSON_NO_MEMORY,
    PERCH_JSON_TOO_DEEP,
    PERCH_JSON_INVALID_UTF8,
    PERCH_JSON_MALFORMED,
};

/// simdjson's version, such as "3.0.1".
const char *_Nonnull perch_json_library_version(void);

/// NULL when there is no memory.
perch_json_parser *_Nullable perch_json_parser_new(size_t max_depth);
void perch_json_parser_free(perch_json_parser *_Nonnull parser);
/// Gives the scratch space back; the next parse allocates it again.
void perch_json_parser_release(perch_json_parser *_Nonnull parser);

/// A document that can hold any text of up to `capacity` bytes; NULL when there is no memory.
perch_json_document *_Nullable perch_json_document_new(size_t capacity);
void perch_json_document_free(perch_json_document *_Nonnull document);
const uint64_t *_Nonnull perch_json_document_tape(const perch_json_document *_Nonnull document);
const uint8_t *_Nonnull perch_json_document_strings(const perch_json_document *_Nonnull document);

/// Parses `length` bytes, which must not exceed the document's capacity. The bytes are copied first, so they need no padding.
int perch_json_parse(
    perch_json_parser *_Nonnull parser, perch_json_document *_Nonnull document, const uint8_t *_Nullable bytes,
    size_t length);

/// The tape index of the value of the first member with this key, 0 when there is none.
size_t perch_json_find(
    const uint64_t *_Nonnull tape, const uint8_t *_Nonnull strings, size_t object, const uint8_t *_Nullable key,
    size_t length);

/// Copies `length` bytes of valid JSON without the white space between tokens; `output` has room for `length + 64` bytes.
/// Returns the number of bytes written.
size_t perch_json_minify(const uint8_t *_Nonnull bytes, size_t length, uint8_t *_Nonnull output);

/// How many bytes from the start can stand in a JSON string as they are.
size_t perch_json_plain_prefix(const uint8_t *_Nullable bytes, size_t length);

/// Writes UTF-8 as a JSON string, quotes and escapes included; `output` has room for `6 * length + 2` bytes.
/// Returns the number of bytes written.
size_t perch_json_write_string(const uint8_t *_Nullable bytes, size_t length, uint8_t *_Nonnull output);

/// The offset of the first line feed, `length` when there is none.
size_t perch_json_line_feed(const uint8_t *_Nullable bytes, size_t length);

/// These write at most 32 bytes and return how many. The double must be finite; it is written with the fewest digits that
/// read back as the same double, and always looks like a double (`1.0`).
size_t perch_json_write_int64(int64_t value, uint8_t *_Nonnull output);
size_t perch_json_write_uint64(uint64_t value, uint8_t *_Nonnull output);
size_t perch_json_write_double(double value, uint8_t *_Nonnull output);

#ifdef __cplusplus
}
#endif
