#include "http_response.h"

#include <string.h>

static bool count_bytes(http_response *r, size_t length)
{
    r->received += length;
    if (r->received > r->limit)
        r->too_large = true;
    return !r->too_large;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static slice trim(slice text)
{
    while (text.length > 0 && is_blank(text.data[0])) {
        text.data++;
        text.length--;
    }
    while (text.length > 0 && is_blank(text.data[text.length - 1]))
        text.length--;
    return text;
}

/* "HTTP/1.1 200 OK" opens a header block; what an earlier one (1xx) said is forgotten. */
static void start_block(http_response *r, slice line)
{
    const char *space = memchr(line.data, ' ', line.length);
    const char *end = line.data + line.length;
    r->status = 0;
    for (const char *at = space ? space + 1 : end; at < end && *at >= '0' && *at <= '9'; at++) {
        if (r->status < 1000)
            r->status = r->status * 10 + (*at - '0');
    }
    buffer_clear(&r->fields);
    buffer_clear(&r->text);
}

static void add_field(http_response *r, slice name, slice value)
{
    http_field field = {r->text.length, name.length, r->text.length + name.length, value.length};
    buffer_append_lower(&r->text, name);
    buffer_append_slice(&r->text, value);
    buffer_append(&r->fields, (const char *)&field, sizeof field);
}

static http_field *field_at(const http_response *r, size_t i)
{
    return (http_field *)(void *)r->fields.data + i;
}

/* A line that starts with a blank goes on with the value before it (RFC 9112 5.2). */
static void continue_field(http_response *r, slice line)
{
    size_t count = http_response_header_count(r);
    if (count == 0)
        return;
    slice more = trim(line);
    buffer_append_char(&r->text, ' ');
    buffer_append_slice(&r->text, more);
    field_at(r, count - 1)->value_length += 1 + more.length;
}

static void take_field(http_response *r, slice line)
{
    const char *colon = memchr(line.data, ':', line.length);
    if (!colon)
        return;
    slice name = trim((slice){line.data, (size_t)(colon - line.data)});
    slice value = trim((slice){colon + 1, line.length - (size_t)(colon + 1 - line.data)});
    add_field(r, name, value);
}

static bool is_empty_line(slice line)
{
    return slice_equal(line, SLICE("\r\n")) || slice_equal(line, SLICE("\n"));
}

bool http_response_take_line(http_response *r, slice line)
{
    if (!count_bytes(r, line.length))
        return false;
    if (line.length == 0 || r->complete_head) /* trailers are not headers */
        return true;
    if (line.length >= 5 && memcmp(line.data, "HTTP/", 5) == 0)
        start_block(r, line);
    else if (is_empty_line(line))
        r->complete_head =
            r->status >= 200 || r->status == 101; /* other 1xx come before the real one */
    else if (line.data[0] == ' ' || line.data[0] == '\t')
        continue_field(r, line);
    else
        take_field(r, line);
    return !http_response_failed(r);
}

bool http_response_take_body(http_response *r, slice piece)
{
    if (!count_bytes(r, piece.length))
        return false;
    buffer_append_slice(&r->body, piece);
    return !http_response_failed(r);
}

size_t http_response_header_count(const http_response *r)
{
    return r->fields.length / sizeof(http_field);
}

slice http_response_header_name(const http_response *r, size_t i)
{
    const http_field *field = field_at(r, i);
    return (slice){r->text.data + field->name_at, field->name_length};
}

slice http_response_header_value(const http_response *r, size_t i)
{
    const http_field *field = field_at(r, i);
    return (slice){r->text.data + field->value_at, field->value_length};
}

bool http_response_failed(const http_response *r)
{
    return r->fields.failed || r->text.failed || r->body.failed;
}

void http_response_free(http_response *r)
{
    buffer_free(&r->fields);
    buffer_free(&r->text);
    buffer_free(&r->body);
}
