#include "CSimdjson.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>

#include <simdjson.h>

namespace dom = simdjson::dom;

struct perch_json_parser {
    dom::parser parser;
    std::unique_ptr<uint8_t[]> padded;
    size_t padded_capacity = 0;
    size_t max_depth = 0;
};

struct perch_json_document {
    dom::document document;
};

extern "C" perch_json_parser *perch_json_parser_new(size_t max_depth) {
    auto *parser = new (std::nothrow) perch_json_parser();
    if (parser) { parser->max_depth = max_depth; }
    return parser;
}

extern "C" void perch_json_parser_free(perch_json_parser *parser) { delete parser; }

extern "C" void perch_json_parser_release(perch_json_parser *parser) {
    parser->parser = dom::parser();
    parser->padded.reset();
    parser->padded_capacity = 0;
}

extern "C" perch_json_document *perch_json_document_new(size_t capacity) {
    std::unique_ptr<perch_json_document> document(new (std::nothrow) perch_json_document());
    if (!document || document->document.allocate(capacity) != simdjson::SUCCESS) { return nullptr; }
    return document.release();
}

extern "C" void perch_json_document_free(perch_json_document *document) { delete document; }

extern "C" const uint64_t *perch_json_document_tape(const perch_json_document *document) {
    return document->document.tape.get();
}

extern "C" const uint8_t *perch_json_document_strings(const perch_json_document *document) {
    return document->document.string_buf.get();
}

static bool reserve(perch_json_parser *parser, size_t capacity) {
    if (parser->padded_capacity < capacity) {
        parser->padded.reset(new (std::nothrow) uint8_t[capacity + simdjson::SIMDJSON_PADDING]);
        parser->padded_capacity = parser->padded ? capacity : 0;
    }
    if (!parser->padded) { return false; }
    return parser->parser.capacity() >= capacity ||
           parser->parser.allocate(capacity, parser->max_depth) == simdjson::SUCCESS;
}

static int result(simdjson::error_code code) {
    switch (code) {
    case simdjson::SUCCESS: return PERCH_JSON_OK;
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC: return PERCH_JSON_NO_MEMORY;
    case simdjson::DEPTH_ERROR: return PERCH_JSON_TOO_DEEP;
    case simdjson::UTF8_ERROR: return PERCH_JSON_INVALID_UTF8;
    default: return PERCH_JSON_MALFORMED;
    }
}

extern "C" int perch_json_parse(
    perch_json_parser *parser, perch_json_document *document, const uint8_t *bytes, size_t length) {
    const size_t capacity = document->document.capacity();
    // A larger text would make simdjson move the tape, whose address the caller keeps.
    if (length == 0 || length > capacity) { return length == 0 ? PERCH_JSON_MALFORMED : PERCH_JSON_NO_MEMORY; }
    if (!reserve(parser, capacity)) { return PERCH_JSON_NO_MEMORY; }
    std::memcpy(parser->padded.get(), bytes, length);
    std::memset(parser->padded.get() + length, ' ', simdjson::SIMDJSON_PADDING);
    return result(parser->parser.parse_into_document(document->document, parser->padded.get(), length, false).error());
}

static size_t after(const uint64_t *tape, size_t index) {
    switch (uint8_t(tape[index] >> 56)) {
    case '{':
    case '[': return uint32_t(tape[index]);
    case 'l':
    case 'u':
    case 'd': return index + 2;
    default: return index + 1;
    }
}

extern "C" size_t perch_json_find(
    const uint64_t *tape, const uint8_t *strings, size_t object, const uint8_t *key, size_t length) {
    const size_t end = size_t(uint32_t(tape[object])) - 1;
    for (size_t index = object + 1; index < end; index = after(tape, index + 1)) {
        const uint8_t *entry = strings + (tape[index] & 0x00FFFFFFFFFFFFFF);
        uint32_t count;
        std::memcpy(&count, entry, sizeof(count));
        if (count == length && std::memcmp(entry + sizeof(count), key, length) == 0) { return index + 1; }
    }
    return 0;
}

extern "C" size_t perch_json_minify(const uint8_t *bytes, size_t length, uint8_t *output) {
    size_t written = 0;
    const auto error = simdjson::minify(
        reinterpret_cast<const char *>(bytes), length, reinterpret_cast<char *>(output), written);
    return error ? 0 : written;
}

static uint64_t below(uint64_t word, uint64_t limit) {
    return (word - 0x0101010101010101 * limit) & ~word & 0x8080808080808080;
}

/// A mark in the highest bit of each byte that must be escaped. Borrows can only raise false alarms above the first true
/// one, so the lowest mark is exact (little-endian).
static uint64_t special(uint64_t word) {
    return below(word, 0x20) | below(word ^ 0x2222222222222222, 1) | below(word ^ 0x5C5C5C5C5C5C5C5C, 1);
}

extern "C" size_t perch_json_plain_prefix(const uint8_t *bytes, size_t length) {
    size_t index = 0;
    for (; index + 8 <= length; index += 8) {
        uint64_t word;
        std::memcpy(&word, bytes + index, 8);
        const uint64_t marks = special(word);
        if (marks == 0) { continue; }
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        return index + size_t(__builtin_ctzll(marks)) / 8;
#else
        break;
#endif
    }
    for (; index < length; index += 1) {
        const uint8_t byte = bytes[index];
        if (byte < 0x20 || byte == '"' || byte == '\\') { break; }
    }
    return index;
}

// RFC 8259, section 7: the two-character escapes where there are such, `\u00XX` for the other controls.
static uint8_t *escape(uint8_t byte, uint8_t *output) {
    static const char digits[] = "0123456789abcdef";
    *output++ = '\\';
    switch (byte) {
    case '\b': *output++ = 'b'; break;
    case '\t': *output++ = 't'; break;
    case '\n': *output++ = 'n'; break;
    case '\f': *output++ = 'f'; break;
    case '\r': *output++ = 'r'; break;
    case '"':
    case '\\': *output++ = byte; break;
    default:
        std::memcpy(output, "u00", 3);
        output[3] = uint8_t(digits[byte >> 4]);
        output[4] = uint8_t(digits[byte & 15]);
        output += 5;
    }
    return output;
}

extern "C" size_t perch_json_write_string(const uint8_t *bytes, size_t length, uint8_t *output) {
    uint8_t *end = output;
    *end++ = '"';
    while (length > 0) {
        // Short strings are the rule, and for them eight bytes at a time beat a scan and a copy.
        while (length >= 8) {
            uint64_t word;
            std::memcpy(&word, bytes, 8);
            if (special(word) != 0) { break; }
            std::memcpy(end, &word, 8);
            bytes += 8, end += 8, length -= 8;
        }
        const size_t plain = perch_json_plain_prefix(bytes, length < 8 ? length : 8);
        for (size_t index = 0; index < plain; index += 1) { end[index] = bytes[index]; }
        bytes += plain, end += plain, length -= plain;
        if (length > 0 && plain < 8) { end = escape(*bytes++, end), length -= 1; }
    }
    *end++ = '"';
    return size_t(end - output);
}

extern "C" size_t perch_json_line_feed(const uint8_t *bytes, size_t length) {
    if (length == 0) { return 0; }
    const void *found = std::memchr(bytes, '\n', length);
    return found ? size_t(static_cast<const uint8_t *>(found) - bytes) : length;
}

extern "C" size_t perch_json_write_int64(int64_t value, uint8_t *output) {
    char *start = reinterpret_cast<char *>(output);
    return size_t(std::to_chars(start, start + 32, value).ptr - start);
}

extern "C" size_t perch_json_write_uint64(uint64_t value, uint8_t *output) {
    char *start = reinterpret_cast<char *>(output);
    return size_t(std::to_chars(start, start + 32, value).ptr - start);
}

extern "C" size_t perch_json_write_double(double value, uint8_t *output) {
    char *start = reinterpret_cast<char *>(output);
    const double size = std::fabs(value);
    const bool fixed = size == 0 || (size >= 1e-5 && size < 1e16);
    const auto format = fixed ? std::chars_format::fixed : std::chars_format::scientific;
    char *end = std::to_chars(start, start + 30, value, format).ptr;
    if (fixed && std::memchr(start, '.', size_t(end - start)) == nullptr) {
        *end++ = '.';
        *end++ = '0';
    }
    return size_t(end - start);
}
