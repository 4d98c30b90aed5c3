/* Bodies in chunks: where the text is split changes nothing; what was written in chunks is read as it was. */
#include "core/http/http1.h"
#include "../fuzz.h"

static const int64_t LIMITS[] = {0, 10, 1000, INT64_MAX / 2};

/* Reads what has come of a body; the data are appended. Returns how much of it is used up. */
static size_t read_part(http1_chunks *chunks, slice text, buffer *data)
{
    slice rest = text, piece;
    while (http1_take_data(chunks, &rest, &piece))
        buffer_append_slice(data, piece);
    check(chunks->left >= 0 && chunks->allowed >= 0);
    return text.length - rest.length;
}

/* Reads a body that arrives in two parts, the second one with what the first has left. Returns how much is used up. */
static size_t read_in_two(http1_chunks *chunks, slice text, size_t at, buffer *data)
{
    char *first = exact_copy((slice){text.data, at});
    size_t used = read_part(chunks, (slice){first, at}, data);
    free(first);
    return used + read_part(chunks, (slice){text.data + used, text.length - used}, data);
}

static void check_splits(slice text, int64_t limit, size_t step)
{
    http1_chunks whole = {.allowed = limit};
    buffer data = {0}, again = {0};
    size_t used = read_part(&whole, text, &data);
    for (size_t at = 0; at <= text.length; at += step) {
        http1_chunks parts = {.allowed = limit};
        buffer_clear(&again);
        size_t used_again = read_in_two(&parts, text, at, &again);
        check(slice_equal(buffer_slice(&data), buffer_slice(&again)));
        check(parts.next == whole.next && parts.left == whole.left);
        check(parts.allowed == whole.allowed && parts.fault == whole.fault);
        check(used_again == used);
    }
    check((int64_t)data.length <= limit);
    buffer_free(&data);
    buffer_free(&again);
}

/* Writes a body in chunks whose sizes its own bytes say, and reads it. */
static void check_round_trip(slice body)
{
    http1_chunks chunks = {.allowed = (int64_t)body.length};
    buffer text = {0}, data = {0};
    for (slice rest = body; rest.length > 0;) {
        size_t size = 1 + (unsigned char)*rest.data % rest.length;
        char line[40];
        snprintf(line, sizeof line, size % 2 ? "%zx\r\n" : "%zX;a=b\n", size);
        buffer_append_text(&text, line);
        buffer_append(&text, rest.data, size);
        buffer_append_text(&text, "\r\n");
        rest.data += size;
        rest.length -= size;
    }
    buffer_append_text(&text, "0\r\n\r\nrest");
    check(read_part(&chunks, buffer_slice(&text), &data) == text.length - 4);
    check(chunks.next == HTTP1_CHUNKS_DONE && slice_equal(buffer_slice(&data), body));
    buffer_free(&text);
    buffer_free(&data);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    slice input = input_of(bytes, size);
    int64_t limit = LIMITS[take_byte(&input) % 4];
    char *copy = exact_copy(input);
    check_splits((slice){copy, input.length}, limit, 1 + input.length / 64);
    free(copy);
    check_round_trip(input);
    return 0;
}
