/* Canonical forms of queries and headers: they do not depend on the order given, and stay the same when made again. */
#include "core/sign/canonical.h"
#include "../fuzz.h"

enum { MOST_LINES = 64 };

static void append_query(buffer *out, slice query)
{
    buffer pairs = {0}, text = {0};
    canonical_append_query(out, query, &pairs, &text);
    check(!out->failed);
    buffer_free(&pairs);
    buffer_free(&text);
}

/* Appends the parameters of a query, the last one first. */
static void append_backwards(buffer *out, slice query)
{
    while (query.length > 0) {
        size_t start = query.length;
        while (start > 0 && query.data[start - 1] != '&')
            start--;
        buffer_append(out, query.data + start, query.length - start);
        buffer_append_char(out, '&');
        query.length = start > 0 ? start - 1 : 0;
    }
}

static void check_query(slice query)
{
    buffer once = {0}, again = {0}, backwards = {0};
    append_query(&once, query);
    append_query(&again, buffer_slice(&once));
    check(slice_equal(buffer_slice(&once), buffer_slice(&again)));
    append_backwards(&backwards, query);
    buffer_clear(&again);
    append_query(&again, buffer_slice(&backwards));
    check(slice_equal(buffer_slice(&once), buffer_slice(&again)));
    buffer_free(&once);
    buffer_free(&again);
    buffer_free(&backwards);
}

/* Reads lines "name:value" into a list for canonical_sort_headers. */
static size_t read_headers(slice text, slice names[MOST_LINES], slice values[MOST_LINES])
{
    size_t count = 0;
    while (text.length > 0 && count < MOST_LINES) {
        slice line = take_until(&text, '\n');
        names[count] = take_until(&line, ':');
        values[count++] = line;
    }
    return count;
}

static void append_trimmed(buffer *out, slice value)
{
    size_t start = out->length;
    for (size_t i = 0; i < value.length; i++) {
        bool is_space = ascii_is(value.data[i], ASCII_SPACE);
        if (!is_space)
            buffer_append_char(out, value.data[i]);
        else if (out->length > start && out->data[out->length - 1] != ' ')
            buffer_append_char(out, ' ');
    }
    if (out->length > start && out->data[out->length - 1] == ' ')
        out->length--;
}

/* The plainest way to the same: looks for the least name that was not written yet. */
static void append_plainly(buffer *out, const slice *names, const slice *values, size_t count)
{
    bool is_written[MOST_LINES] = {false};
    for (size_t done = 0; done < count;) {
        size_t least = count;
        for (size_t i = 0; i < count; i++) {
            if (!is_written[i] && (least == count || slice_compare(names[i], names[least]) < 0))
                least = i;
        }
        buffer_append_slice(out, names[least]);
        char separator = ':';
        for (size_t i = least; i < count; i++) {
            if (is_written[i] || !slice_equal(names[i], names[least]))
                continue;
            buffer_append_char(out, separator);
            append_trimmed(out, values[i]);
            separator = ',';
            is_written[i] = true;
            done++;
        }
        buffer_append_char(out, '\n');
    }
}

static void check_headers(slice text)
{
    slice names[MOST_LINES], values[MOST_LINES];
    buffer pairs = {0}, written = {0}, expected = {0};
    size_t count = read_headers(text, names, values);
    for (size_t i = 0; i < count; i++)
        canonical_add(&pairs, names[i], values[i]);
    canonical_sort_headers(&pairs);
    canonical_append_headers(&written, &pairs);
    append_plainly(&expected, names, values, count);
    if (count > 0)
        check(slice_equal(buffer_slice(&written), buffer_slice(&expected)));
    buffer_free(&pairs);
    buffer_free(&written);
    buffer_free(&expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = exact_copy(input_of(data, size));
    slice text = {copy, size};
    buffer unfolded = {0};
    check_query(text);
    check_headers(text);
    canonical_append_unfolded(&unfolded, text);
    check(unfolded.length <= size && !memchr(buffer_slice(&unfolded).data, '\n', unfolded.length));
    buffer_free(&unfolded);
    free(copy);
    return 0;
}
