#include "http1.h"

#include <string.h>

#include "core/base/ascii.h"

enum { MOST_SIZE_DIGITS = 20 }; /* of a size_t: 2^64 - 1 */

static const int64_t LARGEST_LENGTH = (int64_t)1 << 53; /* doubles are exact up to here */
static const int64_t LARGEST_CHUNK = (int64_t)1 << 48;  /* more than any limit */

/* A chunk's size with extensions, or a trailer: passed over, but not without an end. */
enum { LONGEST_CHUNK_LINE = 8 * 1024 };

static bool has_line_end(slice text)
{
    return memchr(text.data, '\r', text.length) || memchr(text.data, '\n', text.length) ||
           memchr(text.data, '\0', text.length);
}

/* RFC 9110 5.1: what a name may contain, by what it may not. */
static bool is_word(slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c <= ' ' || c == ':' || c >= 127)
            return false;
    }
    return text.length > 0;
}

const char *http1_head_fault(const http1_head *head)
{
    if (!is_word(head->method))
        return "the method is not valid";
    for (size_t i = 0; i < head->header_count; i++) {
        if (!is_word(head->headers[i].name))
            return "a header's name is not valid";
        if (has_line_end(head->headers[i].value))
            return "a header has CR, LF or NUL";
    }
    return NULL;
}

static bool needs_length(const http1_head *head)
{
    for (size_t i = 0; i < head->header_count; i++) {
        if (slice_equal_lower(head->headers[i].name, SLICE("content-length")))
            return false;
    }
    return head->body_length > 0 || slice_equal(head->method, SLICE("POST")) ||
           slice_equal(head->method, SLICE("PUT")) || slice_equal(head->method, SLICE("PATCH"));
}

static size_t put(char *out, size_t at, slice text)
{
    if (out && text.length > 0)
        memcpy(out + at, text.data, text.length);
    return at + text.length;
}

static size_t put_length(char *out, size_t at, size_t length)
{
    char digits[MOST_SIZE_DIGITS];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + length % 10);
        length /= 10;
    } while (length > 0);
    at = put(out, at, SLICE("Content-Length: "));
    at = put(out, at, (slice){digits + first, sizeof digits - first});
    return put(out, at, SLICE("\r\n"));
}

size_t http1_write_head(const http1_head *head, char *out)
{
    size_t at = put(out, 0, head->method);
    at = put(out, at, SLICE(" "));
    at = put(out, at, head->target);
    at = put(out, at, SLICE(" HTTP/1.1\r\n"));
    for (size_t i = 0; i < head->header_count; i++) {
        at = put(out, at, head->headers[i].name);
        at = put(out, at, SLICE(": "));
        at = put(out, at, head->headers[i].value);
        at = put(out, at, SLICE("\r\n"));
    }
    if (needs_length(head))
        at = put_length(out, at, head->body_length);
    at = put(out, at, head->extra);
    return put(out, at, SLICE("\r\n"));
}

size_t http1_block_end(slice text, size_t from)
{
    const char *end = text.data + text.length;
    const char *at = text.data + from;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
        const char *next = ++at;
        if (next < end && *next == '\r')
            next++;
        if (next < end && *next == '\n')
            return (size_t)(next + 1 - text.data);
    }
    return 0;
}

static slice take_bytes(slice *rest, size_t length)
{
    slice taken = {rest->data, length};
    rest->data += length;
    rest->length -= length;
    return taken;
}

/* Takes a line, its end left out. */
static bool take_text(slice *rest, slice *line)
{
    const char *end = memchr(rest->data, '\n', rest->length);
    if (!end)
        return false;
    *line = take_bytes(rest, (size_t)(end - rest->data));
    take_bytes(rest, 1);
    if (line->length > 0 && line->data[line->length - 1] == '\r')
        line->length--;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
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

bool http1_take_status(slice *rest, int *status, int *minor)
{
    slice line;
    if (!take_text(rest, &line) || has_line_end(line) || line.length < 12 ||
        memcmp(line.data, "HTTP/1.", 7) != 0 || (line.data[7] != '0' && line.data[7] != '1') ||
        line.data[8] != ' ' || (line.length > 12 && line.data[12] != ' '))
        return false;
    *minor = line.data[7] - '0';
    *status = 0;
    for (int i = 9; i < 12; i++) {
        if (line.data[i] < '0' || line.data[i] > '9')
            return false;
        *status = *status * 10 + (line.data[i] - '0');
    }
    return *status >= 100;
}

http1_line http1_take_line(slice *rest, slice *name, slice *value)
{
    slice line;
    if (!take_text(rest, &line) || has_line_end(line))
        return HTTP1_MALFORMED;
    if (line.length == 0)
        return HTTP1_END;
    if (is_blank(line.data[0])) {
        *value = trim(line);
        return HTTP1_FOLD;
    }
    const char *colon = memchr(line.data, ':', line.length);
    if (!colon)
        return HTTP1_MALFORMED;
    *name = (slice){line.data, (size_t)(colon - line.data)};
    *value = trim((slice){colon + 1, line.length - (size_t)(colon + 1 - line.data)});
    return is_word(*name) ? HTTP1_FIELD : HTTP1_MALFORMED;
}

slice http1_take_item(slice *rest)
{
    const char *comma = memchr(rest->data, ',', rest->length);
    slice item = take_bytes(rest, comma ? (size_t)(comma - rest->data) : rest->length);
    if (comma)
        take_bytes(rest, 1);
    return trim(item);
}

static bool read_digits(slice text, int64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (!ascii_is_digit(text.data[i]))
            return false;
        *value = *value * 10 + (text.data[i] - '0');
        if (*value > LARGEST_LENGTH)
            return false;
    }
    return text.length > 0;
}

bool http1_read_length(slice text, int64_t *length)
{
    int64_t again;
    if (!read_digits(http1_take_item(&text), length))
        return false;
    while (text.length > 0) {
        if (!read_digits(http1_take_item(&text), &again) || again != *length)
            return false;
    }
    return true;
}

bool http1_has_token(slice list, slice token)
{
    while (list.length > 0) {
        slice item = http1_take_item(&list);
        if (item.length < token.length)
            continue;
        size_t before = item.length - token.length;
        if ((before == 0 || is_blank(item.data[before - 1])) &&
            slice_equal_lower((slice){item.data + before, token.length}, token))
            return true;
    }
    return false;
}

/* Takes what comes before the next blank of an item. */
static slice take_word(slice *item)
{
    size_t length = 0;
    while (length < item->length && !is_blank(item->data[length]))
        length++;
    slice word = take_bytes(item, length);
    *item = trim(*item);
    return word;
}

/* Whether there is a coding other than chunks. */
static bool has_odd_coding(slice list)
{
    while (list.length > 0) {
        slice item = http1_take_item(&list);
        while (item.length > 0) {
            slice word = take_word(&item);
            if (!slice_equal_lower(word, SLICE("chunked")) &&
                !slice_equal_lower(word, SLICE("identity")))
                return true;
        }
    }
    return false;
}

static bool has_no_body(const http1_end *end)
{
    return end->is_of_head || end->status == 204 || end->status == 304 || end->status == 101;
}

http1_framing http1_frame(const http1_end *end, int64_t *length)
{
    if (end->length.data && !end->coding.data && !http1_read_length(end->length, length))
        return HTTP1_MALFORMED_LENGTH;
    if (has_no_body(end)) {
        *length = 0;
        return HTTP1_BY_LENGTH;
    }
    if (!end->coding.data)
        return end->length.data ? HTTP1_BY_LENGTH : HTTP1_UNTIL_CLOSE;
    if (has_odd_coding(end->coding))
        return HTTP1_UNKNOWN_CODING;
    return http1_has_token(end->coding, SLICE("chunked")) ? HTTP1_IN_CHUNKS : HTTP1_UNTIL_CLOSE;
}

/* What may follow a size (extensions) says nothing to us. */
static bool read_chunk_size(slice line, int64_t *size)
{
    size_t digits = 0;
    *size = 0;
    while (digits < line.length && ascii_hex_value(line.data[digits]) >= 0) {
        *size = *size * 16 + ascii_hex_value(line.data[digits++]);
        if (*size >= LARGEST_CHUNK)
            return false;
    }
    slice rest_of_line = trim((slice){line.data + digits, line.length - digits});
    return digits > 0 && (rest_of_line.length == 0 || rest_of_line.data[0] == ';');
}

static http1_chunk_line refuse(http1_chunks *chunks, const char *fault)
{
    chunks->fault = fault;
    return HTTP1_CHUNKS_REFUSED;
}

static bool count(http1_chunks *chunks, int64_t bytes)
{
    if (bytes > chunks->allowed)
        return false;
    chunks->allowed -= bytes;
    return true;
}

static http1_chunk_line begin_chunk(http1_chunks *chunks, slice line)
{
    int64_t size;
    if (!read_chunk_size(line, &size))
        return refuse(chunks, "a chunk's size is malformed");
    if (!count(chunks, size))
        return refuse(chunks, NULL);
    chunks->left = size;
    return size > 0 ? HTTP1_CHUNK_END : HTTP1_FIRST_TRAILER;
}

static http1_chunk_line pass_trailer(http1_chunks *chunks, slice line)
{
    if (line.length == 0)
        return HTTP1_CHUNKS_DONE;
    bool is_folded = chunks->next == HTTP1_TRAILER && is_blank(line.data[0]);
    if (!is_folded && !memchr(line.data, ':', line.length))
        return refuse(chunks, "a trailer is malformed");
    return count(chunks, (int64_t)line.length + 2) ? HTTP1_TRAILER : refuse(chunks, NULL);
}

/* What comes after a line. */
static http1_chunk_line next_line(http1_chunks *chunks, slice line)
{
    if (chunks->next == HTTP1_CHUNK_SIZE)
        return begin_chunk(chunks, line);
    if (chunks->next == HTTP1_CHUNK_END)
        return line.length == 0 ? HTTP1_CHUNK_SIZE
                                : refuse(chunks, "a chunk is longer than its size");
    return pass_trailer(chunks, line);
}

/* Takes a line; false when its end has not come. */
static bool take_chunk_line(http1_chunks *chunks, slice *rest)
{
    enum { MOST = LONGEST_CHUNK_LINE + 1 };
    slice line, first = {rest->data, rest->length < MOST ? rest->length : MOST};
    if (take_text(&first, &line)) {
        take_bytes(rest, (size_t)(first.data - rest->data));
        chunks->next = next_line(chunks, line);
        return true;
    }
    if (first.length == MOST)
        chunks->next = refuse(chunks, "a chunk's line is too long");
    return false;
}

bool http1_take_data(http1_chunks *chunks, slice *rest, slice *data)
{
    while (chunks->left == 0) {
        if (chunks->next >= HTTP1_CHUNKS_DONE || !take_chunk_line(chunks, rest))
            return false;
    }
    uint64_t left = (uint64_t)chunks->left;
    *data = take_bytes(rest, left < rest->length ? (size_t)left : rest->length);
    chunks->left -= (int64_t)data->length;
    return data->length > 0;
}
