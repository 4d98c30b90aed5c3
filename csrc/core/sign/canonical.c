#include "canonical.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/uri.h"

void canonical_add(buffer *pairs, slice name, slice value)
{
    canonical_pair pair = {name, value, pairs->length / sizeof pair};
    buffer_append(pairs, (const char *)&pair, sizeof pair);
}

static canonical_pair *pairs_of(const buffer *pairs, size_t *count)
{
    *count = pairs->length / sizeof(canonical_pair);
    return (canonical_pair *)(void *)pairs->data;
}

bool canonical_header_is_unsigned(slice name)
{
    static const slice names[] = {
        {"te", 2},
        {"via", 3},
        {"expect", 6},
        {"trailer", 7},
        {"upgrade", 7},
        {"forwarded", 9},
        {"connection", 10},
        {"keep-alive", 10},
        {"user-agent", 10},
        {"x-amzn-trace-id", 15},
        {"accept-encoding", 15},
        {"amz-sdk-request", 15},
        {"x-forwarded-for", 15},
        {"proxy-connection", 16},
        {"x-forwarded-host", 16},
        {"transfer-encoding", 17},
        {"x-forwarded-proto", 17},
        {"proxy-authenticate", 18},
        {"proxy-authorization", 19},
        {"amz-sdk-invocation-id", 21},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names && names[i].length <= name.length; i++) {
        if (slice_equal(name, names[i]))
            return true;
    }
    return false;
}

static int compare_headers(const void *left, const void *right)
{
    const canonical_pair *a = left, *b = right;
    int difference = slice_compare(a->name, b->name);
    return difference ? difference : (a->order > b->order) - (a->order < b->order);
}

static int compare_parameters(const void *left, const void *right)
{
    const canonical_pair *a = left, *b = right;
    int difference = slice_compare(a->name, b->name);
    return difference ? difference : slice_compare(a->value, b->value);
}

/* qsort is slower than this for the few headers of a request, and faster for many. */
static void insertion_sort(canonical_pair *list, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        canonical_pair pair = list[i];
        size_t at = i;
        for (; at > 0 && slice_compare(list[at - 1].name, pair.name) > 0; at--)
            list[at] = list[at - 1];
        list[at] = pair;
    }
}

void canonical_sort_headers(buffer *pairs)
{
    size_t count;
    canonical_pair *list = pairs_of(pairs, &count);
    if (count <= 16)
        insertion_sort(list, count);
    else
        qsort(list, count, sizeof *list, compare_headers);
}

/* Whether the header at `i` has the name of the one before it. */
static bool repeats(const canonical_pair *list, size_t i)
{
    return i > 0 && slice_equal(list[i - 1].name, list[i].name);
}

void canonical_append_header_names(buffer *b, const buffer *pairs)
{
    size_t count;
    const canonical_pair *list = pairs_of(pairs, &count);
    for (size_t i = 0; i < count; i++) {
        if (repeats(list, i))
            continue;
        if (i > 0)
            buffer_append_char(b, ';');
        buffer_append_slice(b, list[i].name);
    }
}

static void append_trimmed(buffer *b, slice value)
{
    if (!buffer_reserve(b, value.length))
        return;
    char *start = b->data + b->length, *to = start;
    for (size_t i = 0; i < value.length; i++) {
        if (!ascii_is(value.data[i], ASCII_SPACE))
            *to++ = value.data[i];
        else if (to > start && to[-1] != ' ')
            *to++ = ' ';
    }
    if (to > start && to[-1] == ' ')
        to--;
    b->length += (size_t)(to - start);
}

void canonical_append_headers(buffer *b, const buffer *pairs)
{
    size_t count;
    const canonical_pair *list = pairs_of(pairs, &count);
    for (size_t i = 0; i < count; i++) {
        bool repeated = repeats(list, i);
        if (!repeated) {
            if (i > 0)
                buffer_append_char(b, '\n');
            buffer_append_slice(b, list[i].name);
        }
        buffer_append_char(b, repeated ? ',' : ':');
        append_trimmed(b, list[i].value);
    }
    buffer_append_char(b, '\n');
}

void canonical_append_unfolded(buffer *b, slice value)
{
    for (size_t i = 0; i < value.length; i++) {
        if (value.data[i] != '\n') {
            buffer_append_char(b, value.data[i]);
            continue;
        }
        while (i + 1 < value.length && (value.data[i + 1] == ' ' || value.data[i + 1] == '\t'))
            i++;
        buffer_append_char(b, ' ');
    }
}

/* Encodes "name=value" into `text` and adds views of it to `pairs`; a missing "=" is an empty value. */
static void collect_parameter(slice parameter, buffer *pairs, buffer *text)
{
    const char *equals = memchr(parameter.data, '=', parameter.length);
    size_t name_length = equals ? (size_t)(equals - parameter.data) : parameter.length;
    size_t value_start = equals ? name_length + 1 : parameter.length;
    size_t start = text->length;
    uri_append_reencoded(text, (slice){parameter.data, name_length}, false);
    size_t middle = text->length;
    uri_append_reencoded(
        text, (slice){parameter.data + value_start, parameter.length - value_start}, false);
    canonical_add(pairs, (slice){text->data + start, middle - start},
                  (slice){text->data + middle, text->length - middle});
}

static void collect_parameters(slice query, buffer *pairs, buffer *text)
{
    /* Encoding triples at most. Reserved at once, the text never moves and the views stay valid. */
    if (query.length > SIZE_MAX / 4 || !buffer_reserve(text, query.length * 3 + 1)) {
        text->failed = true;
        return;
    }
    const char *end = query.data + query.length;
    for (const char *at = query.data; at < end;) {
        const char *next = memchr(at, '&', (size_t)(end - at));
        if (!next)
            next = end;
        if (next > at)
            collect_parameter((slice){at, (size_t)(next - at)}, pairs, text);
        at = next + 1;
    }
}

void canonical_append_query(buffer *b, slice query, buffer *pairs, buffer *text)
{
    collect_parameters(query, pairs, text);
    if (pairs->failed || text->failed) {
        b->failed = true;
        return;
    }
    size_t count;
    canonical_pair *list = pairs_of(pairs, &count);
    if (count > 1)
        qsort(list, count, sizeof *list, compare_parameters);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_append_char(b, '&');
        buffer_append_slice(b, list[i].name);
        buffer_append_char(b, '=');
        buffer_append_slice(b, list[i].value);
    }
}
