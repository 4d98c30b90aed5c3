#include "json_rewrite.h"

#include <math.h>
#include <string.h>

#include "core/base/number.h"
#include "json_scanner.h"

/* C0, C1 and F5 to FF occur nowhere in UTF-8. */
static bool is_never_utf8(unsigned char c)
{
    return c == 0xC0 || c == 0xC1 || c >= 0xF5;
}

/* Neither ASCII nor the first byte of a character: no escape can put it after a foreign byte. */
static bool starts_no_character(unsigned char c)
{
    return (c >= 0x80 && c < 0xC0) || is_never_utf8(c);
}

/* Marks by number, C0 80 to FF FF. */
#define MARKS (64 * 128)

static json_mark mark_of(int number)
{
    return (json_mark){(char)(0xC0 + number / 128), (char)(0x80 + number % 128)};
}

/* The last mark before `number` that was not seen; -1 when there is none. */
static int mark_before(const bool seen[MARKS], int number)
{
    while (--number >= 0) {
        json_mark mark = mark_of(number);
        if (!seen[number] && mark.first != mark.second &&
            is_never_utf8((unsigned char)mark.first) &&
            starts_no_character((unsigned char)mark.second))
            break;
    }
    return number;
}

json_marks json_find_marks(slice text)
{
    bool seen[MARKS] = {false};
    for (size_t i = 1; i < text.length; i++) {
        unsigned char first = (unsigned char)text.data[i - 1];
        unsigned char second = (unsigned char)text.data[i];
        if (first >= 0xC0 && second >= 0x80)
            seen[(first - 0xC0) * 128 + (second - 0x80)] = true;
    }
    json_marks marks = {0};
    int nul = mark_before(seen, MARKS);
    int integer = nul < 0 ? nul : mark_before(seen, nul);
    if (nul >= 0)
        marks = (json_marks){integer < 0 ? 1 : 2, mark_of(nul), mark_of(integer < 0 ? 0 : integer)};
    return marks;
}

/* The code unit of the escape "\uXXXX" at `at`, or -1 when there is another or none. */
static int unit_at(const char *at, const char *end)
{
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    int unit = 0;
    for (int i = 2; i < 6; i++) {
        char c = at[i];
        unit = unit * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return unit;
}

/* Rewrites the escape at `at` and returns its end. */
static const char *rewrite_escape(buffer *out, const char *at, const char *end, json_marks marks)
{
    int unit = unit_at(at, end);
    size_t length = unit < 0 ? 2 : 6;
    if (unit >= 0xD800 && unit < 0xDC00) {
        int low = unit_at(at + 6, end);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            buffer_append(out, at, 12);
            return at + 12;
        }
    }
    if (unit == 0) {
        buffer_append(out, (char[]){marks.nul.first, marks.nul.second}, 2);
    } else if (unit >= 0xD800 && unit <= 0xDFFF) {
        char bytes[] = {(char)0xED, (char)(0x80 | (unit >> 6 & 0x3F)),
                        (char)(0x80 | (unit & 0x3F))};
        buffer_append(out, bytes, 3);
    } else {
        buffer_append(out, at, length);
    }
    return at + length;
}

/* Rewrites the string whose opening quote is at `at` and returns its end. */
static const char *rewrite_string(buffer *out, const char *at, const char *end, json_marks marks)
{
    const char *run = at++;
    while (at < end && *at != '"') {
        if (*at != '\\') {
            at++;
            continue;
        }
        buffer_append(out, run, (size_t)(at - run));
        at = rewrite_escape(out, at, end, marks);
        run = at;
    }
    at += at < end ? 1 : 0;
    buffer_append(out, run, (size_t)(at - run));
    return at;
}

static const char *rewrite_number(buffer *out, const char *at, const char *end, json_marks marks)
{
    slice number = {at, number_span((slice){at, (size_t)(end - at)})};
    double value = 0;
    if (marks.count == 2 && json_is_wide_integer(number)) {
        buffer_append(out, (char[]){'"', marks.integer.first, marks.integer.second}, 3);
        buffer_append_slice(out, number);
        buffer_append_char(out, '"');
    } else if (number.length > JSON_MAX_NUMBER && number_parse(number, &value)) {
        char text[NUMBER_TEXT_SIZE];
        if (isfinite(value))
            number_format(value, text);
        buffer_append_text(out, isfinite(value) ? text : value > 0 ? "1e999" : "-1e999");
    } else {
        number.length = number.length ? number.length : 1;
        buffer_append_slice(out, number);
    }
    return at + number.length;
}

void json_rewrite(buffer *out, slice text, json_marks marks)
{
    const char *at = text.data;
    const char *end = text.data + text.length;
    buffer_reserve(out, text.length);
    while (at < end) {
        const char *run = at;
        while (at < end && *at != '"' && *at != '-' && !(*at >= '0' && *at <= '9'))
            at++;
        buffer_append(out, run, (size_t)(at - run));
        if (at < end)
            at = *at == '"' ? rewrite_string(out, at, end, marks)
                            : rewrite_number(out, at, end, marks);
    }
}

void json_restore(buffer *out, slice text, json_mark nul)
{
    const char *at = text.data;
    const char *end = text.data + text.length;
    while (at < end) {
        const char *run = at;
        while (at < end && !(at[0] == nul.first && end - at > 1 && at[1] == nul.second))
            at++;
        buffer_append(out, run, (size_t)(at - run));
        if (at < end) {
            buffer_append_char(out, '\0');
            at += 2;
        }
    }
}

const char *json_integer_digits(const char *text, json_marks marks)
{
    bool is_one =
        marks.count == 2 && text[0] == marks.integer.first && text[1] == marks.integer.second;
    return is_one ? text + 2 : NULL;
}
