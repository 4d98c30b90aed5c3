/* Headers line by line, as libcurl gives them: what is read is what is read of
 * the whole block, as over cosockets; limits are kept, and trailers change
 * nothing. */
#include "core/http/http_response.h"

#include "../fuzz.h"
#include "core/http/http1.h"

static const size_t LIMITS[] = {(size_t)-1, 0, 40, 1000};

/* A line with its end, which the input may have left out. */
static slice next_line(slice *rest)
{
    const char *start = rest->data;
    take_until(rest, '\n');
    return (slice){start, (size_t)(rest->data - start)};
}

static bool has_line_end(slice text)
{
    return text.length > 0 &&
           (memchr(text.data, '\r', text.length) || memchr(text.data, '\n', text.length) ||
            memchr(text.data, '\0', text.length));
}

static void check_fields(const http_response *r)
{
    for (size_t i = 0; i < http_response_header_count(r); i++) {
        slice name = http_response_header_name(r, i), value = http_response_header_value(r, i);
        check(name.length > 0 && !has_line_end(name) && !has_line_end(value));
        for (size_t at = 0; at < name.length; at++)
            check(name.data[at] < 'A' || name.data[at] > 'Z');
    }
}

/* The fields of a block as a text, "name:value\n" each. */
static void append_fields(const http_response *r, buffer *out)
{
    for (size_t i = 0; i < http_response_header_count(r); i++) {
        buffer_append_slice(out, http_response_header_name(r, i));
        buffer_append_char(out, ':');
        buffer_append_slice(out, http_response_header_value(r, i));
        buffer_append_char(out, '\n');
    }
}

/* The same of a block that has come as a whole. False where it is malformed. */
static bool append_block(slice block, int *status, buffer *out)
{
    int minor;
    slice name, value;
    http1_line kind;
    bool has_field = false;
    if (!http1_take_status(&block, status, &minor))
        return false;
    while ((kind = http1_take_line(&block, &name, &value)) == HTTP1_FIELD ||
           (kind == HTTP1_FOLD && has_field)) {
        if (has_field)
            buffer_append_char(out, kind == HTTP1_FIELD ? '\n' : ' ');
        has_field = true;
        if (kind == HTTP1_FIELD) {
            buffer_append_lower(out, name);
            buffer_append_char(out, ':');
        }
        buffer_append_slice(out, value);
    }
    if (has_field)
        buffer_append_char(out, '\n');
    return kind == HTTP1_END;
}

/* Reads lines up to the end of the last block, and that end's place; 0 where
 * there is none. */
static size_t read_lines(http_response *r, slice text)
{
    slice rest = text;
    while (rest.length > 0 && !r->complete_head) {
        slice line = next_line(&rest);
        char *copy = exact_copy(line);
        bool goes_on = http_response_take_line(r, (slice){copy, line.length});
        free(copy);
        check(goes_on == !(r->malformed || r->too_large));
        if (!goes_on)
            return 0;
    }
    return r->complete_head ? text.length - rest.length : 0;
}

/* What comes after the headers: trailers, and pieces of a body. */
static void check_rest(http_response *r, slice rest, const buffer *fields)
{
    buffer again = {0};
    size_t before = r->received, length = rest.length;
    if (length == 0 || !http_response_take_line(r, rest))
        return;
    check(r->received == before + length && !r->malformed);
    append_fields(r, &again);
    check(slice_equal(buffer_slice(fields), buffer_slice(&again)));
    if (http_response_take_body(r, rest))
        check(r->body.length == length && r->received <= r->limit);
    else
        check(r->too_large != NULL);
    buffer_free(&again);
}

/* Skips interim answers; what is left begins with the block that counts. */
static slice last_block(slice text, size_t end)
{
    size_t at = 0, next;
    while ((next = http1_block_end((slice){text.data + at, end - at}, 0)) > 0 && at + next < end)
        at += next;
    return (slice){text.data + at, end - at};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice input = input_of(data, size);
    http_response r = {.limit = LIMITS[take_byte(&input) % 4]};
    buffer fields = {0}, whole = {0};
    int status = 0;
    size_t end = read_lines(&r, input);
    check_fields(&r);
    if (end > 0) {
        check(r.received == end && end <= r.limit && r.status >= 100 && r.status <= 999);
        append_fields(&r, &fields);
        check(append_block(last_block(input, end), &status, &whole));
        check(status == r.status && slice_equal(buffer_slice(&fields), buffer_slice(&whole)));
        check_rest(&r, (slice){input.data + end, input.length - end}, &fields);
    }
    buffer_free(&fields);
    buffer_free(&whole);
    http_response_free(&r);
    return 0;
}
