#include "json_rewrite.h"

#include <math.h>
#include <string.h>

#include "core/base/number.h"
#include "json.h"

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

bool json_find_pair(slice text, json_nul_pair *pair)
{
    bool seen[64][128] = {{false}}; /* [first - 0xC0][second - 0x80] */
    for (size_t i = 1; i < text.length; i++) {
        unsigned char first = (unsigned char)text.data[i - 1];
        unsigned char second = (unsigned char)text.data[i];
        if (first >= 0xC0 && second >= 0x80)
            seen[first - 0xC0][second - 0x80] = true;
    }
    for (unsigned first = 0xFF; first >= 0xC0; first--) {
        for (unsigned second = 0x80; is_never_utf8((unsigned char)first) && second <= 0xFF;
             second++) {
            if (first == second || !starts_no_character((unsigned char)second) ||
                seen[first - 0xC0][second - 0x80])
                continue;
            *pair = (json_nul_pair){true, (char)first, (char)second};
            return true;
        }
    }
    return false;
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
static const char *rewrite_escape(buffer *out, const char *at, const char *end, json_nul_pair pair)
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
        buffer_append(out, (char[]){pair.first, pair.second}, 2);
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
static const char *rewrite_string(buffer *out, const char *at, const char *end, json_nul_pair pair)
{
    const char *run = at++;
    while (at < end && *at != '"') {
        if (*at != '\\') {
            at++;
            continue;
        }
        buffer_append(out, run, (size_t)(at - run));
        at = rewrite_escape(out, at, end, pair);
        run = at;
    }
    at += at < end ? 1 : 0;
    buffer_append(out, run, (size_t)(at - run));
    return at;
}

static const char *rewrite_number(buffer *out, const char *at, const char *end)
{
    size_t length = number_span((slice){at, (size_t)(end - at)});
    double value = 0;
    if (length > JSON_MAX_NUMBER && number_parse((slice){at, length}, &value)) {
        char text[NUMBER_TEXT_SIZE];
        if (isfinite(value))
            number_format(value, text);
        buffer_append_text(out, isfinite(value) ? text : value > 0 ? "1e999" : "-1e999");
    } else {
        length = length ? length : 1;
        buffer_append(out, at, length);
    }
    return at + length;
}

void json_rewrite(buffer *out, slice text, json_nul_pair pair)
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
            at = *at == '"' ? rewrite_string(out, at, end, pair) : rewrite_number(out, at, end);
    }
}

void json_restore(buffer *out, slice text, json_nul_pair pair)
{
    const char *at = text.data;
    const char *end = text.data + text.length;
    while (at < end) {
        const char *run = at;
        while (at < end && !(at[0] == pair.first && end - at > 1 && at[1] == pair.second))
            at++;
        buffer_append(out, run, (size_t)(at - run));
        if (at < end) {
            buffer_append_char(out, '\0');
            at += 2;
        }
    }
}
