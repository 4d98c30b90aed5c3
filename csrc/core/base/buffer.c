#include "buffer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A buffer that is used again had more in it than it has now. */
static void release(buffer *b)
{
    if (b->data)
        explicit_bzero(b->data, b->capacity);
    free(b->data);
}

bool buffer_grow(buffer *b, size_t extra)
{
    if (extra > SIZE_MAX / 2 - b->length) {
        b->failed = true;
        return false;
    }
    size_t capacity = b->capacity ? b->capacity * 2 : 256;
    if (capacity < b->length + extra)
        capacity = b->length + extra;
    char *data = malloc(capacity); /* realloc would leave a copy of a secret in freed memory */
    if (!data) {
        b->failed = true;
        return false;
    }
    if (b->length > 0)
        memcpy(data, b->data, b->length);
    release(b);
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
    release(b);
    *b = (buffer){0};
}
