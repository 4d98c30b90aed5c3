/*
 * A growing byte string, and a view of one. The pure part of the library passes text in these two types.
 *
 * A buffer remembers that an allocation failed: further appends do nothing, so that a builder checks once, at its
 * end. A zeroed buffer is empty and valid. Most hold a key, a token or a signature at one time: memory that a buffer
 * gives back, when it grows too, is wiped.
 */
#ifndef AWS_CORE_BUFFER_H
#define AWS_CORE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "ascii.h"

/* How a lack of memory is told everywhere: in Lua's own words. */
#define NOT_ENOUGH_MEMORY "not enough memory"

/* A view of bytes owned by somebody else. */
typedef struct slice {
    const char *data;
    size_t length;
} slice;

typedef struct buffer {
    char *data;
    size_t length;
    size_t capacity;
    bool failed; /* an allocation failed: the content is incomplete */
} buffer;

#define SLICE(literal) ((slice){(literal), sizeof(literal) - 1})

/* A view of a C string. */
static inline slice slice_of(const char *text)
{
    return (slice){text, strlen(text)};
}

/* Whether two views hold the same bytes. */
static inline bool slice_equal(slice a, slice b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

/* Whether the bytes begin with those of `start`. */
static inline bool slice_starts(slice text, slice start)
{
    return text.length >= start.length && memcmp(text.data, start.data, start.length) == 0;
}

/* Below 0, 0 or above 0: the order of the bytes; a prefix comes first. */
static inline int slice_compare(slice a, slice b)
{
    size_t length = a.length < b.length ? a.length : b.length;
    int order = length > 0 ? memcmp(a.data, b.data, length) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

/* Whether all bytes are visible ASCII characters: "!" to "~". */
static inline bool slice_is_visible(slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] <= ' ' || text.data[i] > '~')
            return false;
    }
    return true;
}

/* Whether `text` is `lower` when ASCII letters are compared without case; `lower` is in lower case. */
static inline bool slice_equal_lower(slice text, slice lower)
{
    if (text.length != lower.length)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (ascii_lower(text.data[i]) != lower.data[i])
            return false;
    }
    return true;
}

/* The slow part of buffer_reserve. */
bool buffer_grow(buffer *b, size_t extra);

/* Makes room for `extra` more bytes; false (and `failed` set) when memory runs out. */
static inline bool buffer_reserve(buffer *b, size_t extra)
{
    return !b->failed && (extra <= b->capacity - b->length || buffer_grow(b, extra));
}

static inline void buffer_append(buffer *b, const char *data, size_t length)
{
    if (length == 0 || !buffer_reserve(b, length))
        return;
    memcpy(b->data + b->length, data, length);
    b->length += length;
}

static inline void buffer_append_slice(buffer *b, slice s)
{
    buffer_append(b, s.data, s.length);
}

static inline void buffer_append_text(buffer *b, const char *text)
{
    buffer_append(b, text, strlen(text));
}

static inline void buffer_append_char(buffer *b, char c)
{
    if (buffer_reserve(b, 1))
        b->data[b->length++] = c;
}

/* Appends with ASCII letters in lower case. */
void buffer_append_lower(buffer *b, slice text);

/* The content as a view; valid until the buffer changes. */
static inline slice buffer_slice(const buffer *b)
{
    return (slice){b->data ? b->data : "", b->length};
}

/* Empties the buffer, keeps its memory and forgets a failure. */
static inline void buffer_clear(buffer *b)
{
    b->length = 0;
    b->failed = false;
}

/* Wipes and frees the memory; the buffer is empty and valid afterwards. */
void buffer_free(buffer *b);

#endif
