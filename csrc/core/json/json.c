#include "json.h"

#include <string.h>

static void append_escaped(buffer *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char text[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    size_t length = 2;
    switch (c) {
    case '"':
    case '\\': text[1] = (char)c; break;
    case '\b': text[1] = 'b'; break;
    case '\f': text[1] = 'f'; break;
    case '\n': text[1] = 'n'; break;
    case '\r': text[1] = 'r'; break;
    case '\t': text[1] = 't'; break;
    default: length = 6; break;
    }
    buffer_append(out, text, length);
}

void json_append_string(buffer *out, slice text)
{
    const char *at = text.data;
    const char *end = text.data + text.length;
    buffer_append_char(out, '"');
    while (at < end) {
        const char *run = at;
        while (at < end && (unsigned char)*at >= 0x20 && *at != '"' && *at != '\\')
            at++;
        buffer_append(out, run, (size_t)(at - run));
        if (at < end)
            append_escaped(out, (unsigned char)*at++);
    }
    buffer_append_char(out, '"');
}

/* The code unit of the escape "\uXXXX" at `at`, or -1 when there is another or none. */
static int unit_at(const char *at, const char *end)
{
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    int unit = 0;
    for (int i = 2; i < 6; i++)
        unit = unit * 16 + ascii_hex_value(at[i]);
    return unit;
}

/* Appends a code point, also that of half a pair, as UTF-8 would write it. */
static void append_point(buffer *out, unsigned point)
{
    char bytes[4];
    size_t length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length; i-- > 1; point >>= 6)
        bytes[i] = (char)(0x80 | (point & 0x3F));
    bytes[0] = (char)(first[length] | point);
    buffer_append(out, bytes, length);
}

/* Appends what the escape at `at` means, and returns its end. */
static const char *append_escape(buffer *out, const char *at, const char *end)
{
    static const char letters[] = "bfnrt";
    static const char controls[] = "\b\f\n\r\t";
    int unit = unit_at(at, end);
    if (unit < 0) {
        const char *letter = memchr(letters, at[1], sizeof letters - 1);
        buffer_append_char(out, letter ? controls[letter - letters] : at[1]);
        return at + 2;
    }
    int low = unit >= 0xD800 && unit < 0xDC00 ? unit_at(at + 6, end) : -1;
    if (low >= 0xDC00 && low <= 0xDFFF) {
        append_point(out, 0x10000 + ((unsigned)unit - 0xD800) * 0x400 + ((unsigned)low - 0xDC00));
        return at + 12;
    }
    append_point(out, (unsigned)unit);
    return at + 6;
}

void json_unescape(buffer *out, slice text)
{
    const char *at = text.data;
    const char *end = text.data + text.length;
    if (!buffer_reserve(out, text.length)) /* no escape is shorter than what it means */
        return;
    while (at < end) {
        const char *run = at;
        at = memchr(at, '\\', (size_t)(end - at));
        at = at ? at : end;
        buffer_append(out, run, (size_t)(at - run));
        if (at < end)
            at = append_escape(out, at, end);
    }
}
