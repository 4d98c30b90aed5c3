#include "buffer.h"

#include <stdint.h>
#include <stdlib.h>

bool buffer_grow(buffer *b, size_t extra)
{
    if (extra > SIZE_MAX / 2 - b->length) {
        b->failed = true;
        return false;
    }
    size_t capacity = b->capacity ? b->capacity * 2 : 256;
    if (capacity < b->length + extra)
        capacity = b->length + extra;
    char *data = realloc(b->data, capacity);
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->capacity = capacity;
    return true;
}

void buffer_append_lower(buffer *b, slice text)
{
    if (!buffer_reserve(b, text.length))
        return;
    char *to = b->data + b->length;
    for (size_t i = 0; i < text.length; i++)
        to[i] = ascii_lower(text.data[i]);
    b->length += text.length;
}

void buffer_free(buffer *b)
{
    free(b->data);
    *b = (buffer){0};
}
