#include "http_response.h"

#include "http1.h"

static const char malformed_headers[] = "the answer's headers are malformed";

static bool count_bytes(http_response *r, size_t length)
{
    r->received += length;
    if (r->received > r->limit)
        r->too_large = "the answer is larger than max_response_bytes";
    return !r->too_large;
}

/* A status line opens a header block; what an earlier one (1xx) said is forgotten. */
static bool start_block(http_response *r, slice line)
{
    int minor;
    buffer_clear(&r->fields);
    buffer_clear(&r->text);
    r->lines = 0;
    r->in_block = http1_take_status(&line, &r->status, &minor);
    return r->in_block;
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
static bool continue_field(http_response *r, slice more)
{
    size_t count = http_response_header_count(r);
    if (count == 0)
        return false;
    buffer_append_char(&r->text, ' ');
    buffer_append_slice(&r->text, more);
    field_at(r, count - 1)->value_length += 1 + more.length;
    return true;
}

/* We ask for no coding, and libcurl would decode some. */
static bool has_known_codings(slice list)
{
    while (list.length > 0) {
        slice coding = http1_take_item(&list);
        if (coding.length > 0 && !slice_equal_lower(coding, SLICE("chunked")) &&
            !slice_equal_lower(coding, SLICE("identity")))
            return false;
    }
    return true;
}

/* All lengths that are there must say the same (RFC 9112 6.3). */
static bool is_sound_length(slice value, int64_t *first)
{
    int64_t length;
    if (!http1_read_length(value, &length) || (*first >= 0 && *first != length))
        return false;
    *first = length;
    return true;
}

/* How the body's end is told: a transfer coding overrules Content-Length. */
static void check_framing(http_response *r)
{
    bool is_sound = true, is_coded = false;
    int64_t first = -1;
    for (size_t i = 0; i < http_response_header_count(r); i++) {
        slice name = http_response_header_name(r, i), value = http_response_header_value(r, i);
        if (slice_equal(name, SLICE("transfer-encoding"))) {
            is_coded = true;
            if (!has_known_codings(value))
                r->malformed = "the answer has an unknown transfer coding";
        } else if (slice_equal(name, SLICE("content-length"))) {
            is_sound = is_sound_length(value, &first) && is_sound;
        }
    }
    r->complete_head = is_sound || is_coded;
    if (!r->complete_head)
        r->malformed = malformed_headers;
}

static void end_block(http_response *r)
{
    r->in_block = false;
    if (r->status >= 200 || r->status == 101) /* others come before the real one */
        check_framing(r);
}

static void take_line_of_block(http_response *r, slice line)
{
    slice name, value;
    http1_line kind = http1_take_line(&line, &name, &value);
    if (kind == HTTP1_END)
        end_block(r);
    else if (kind == HTTP1_MALFORMED || (kind == HTTP1_FOLD && !continue_field(r, value)))
        r->malformed = malformed_headers;
    else if (++r->lines > HTTP1_MOST_LINES)
        r->too_large = "the answer has too many headers";
    else if (kind == HTTP1_FIELD)
        add_field(r, name, value);
}

bool http_response_take_line(http_response *r, slice line)
{
    if (!count_bytes(r, line.length))
        return false;
    if (line.length == 0 || r->complete_head) /* trailers are not headers */
        return true;
    if (r->received > HTTP1_LONGEST_HEAD)
        r->too_large = "the answer's headers are longer than 300 KiB";
    else if (r->in_block)
        take_line_of_block(r, line);
    else if (!start_block(r, line))
        r->malformed = malformed_headers;
    return !r->malformed && !r->too_large && !http_response_failed(r);
}

bool http_response_take_body(http_response *r, slice piece)
{
    if (!count_bytes(r, piece.length))
        return false;
    buffer_append_slice(&r->body, piece);
    return !http_response_failed(r);
}

bool http_response_is_unwell(const http_response *r)
{
    return r->complete_head &&
           (r->status == 500 || r->status == 502 || r->status == 503 || r->status == 504);
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
