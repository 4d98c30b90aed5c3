#include "json.h"

#include <string.h>

#include "core/base/number.h"

/* What the next token has to be. */
typedef enum expectation {
    EXPECT_VALUE,
    EXPECT_VALUE_OR_CLOSE, /* after "[" */
    EXPECT_KEY,
    EXPECT_KEY_OR_CLOSE, /* after "{" */
    EXPECT_SEPARATOR     /* after a value */
} expectation;

typedef struct reader {
    const unsigned char *start;
    const unsigned char *at;
    const unsigned char *end;
    expectation expected;
    size_t depth;
    char open[JSON_MAX_DEPTH]; /* the closing bracket of every open array and object */
    json_scan scan;
} reader;

static bool fail(reader *r, const char *problem)
{
    r->scan.status = r->at < r->end ? JSON_INVALID : JSON_CUT;
    r->scan.problem = problem;
    return false;
}

static void skip_blanks(reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t'))
        r->at++;
}

/* Reads four hex digits; false at another character. */
static bool read_hex(reader *r, unsigned *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        if (r->at == r->end)
            return fail(r, "");
        int value = ascii_hex_value((char)*r->at);
        if (value < 0)
            return fail(r, "a bad \\u escape");
        *unit = *unit * 16 + (unsigned)value;
    }
    return true;
}

/* After "\u": a code unit, together with its other half when it is the first of a pair. */
static bool read_unicode(reader *r)
{
    unsigned unit = 0;
    if (!read_hex(r, &unit))
        return false;
    r->scan.has_escaped_nul = r->scan.has_escaped_nul || unit == 0;
    if (unit < 0xD800 || unit > 0xDFFF)
        return true;
    if (unit < 0xDC00 && r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u') {
        const unsigned char *second = r->at;
        r->at += 2;
        if (!read_hex(r, &unit))
            return false;
        if (unit >= 0xDC00 && unit <= 0xDFFF)
            return true;
        r->at = second; /* no pair: the second escape is read by itself */
    }
    r->scan.has_lone_surrogate = true;
    return true;
}

static bool read_escape(reader *r)
{
    r->at++;
    if (r->at == r->end)
        return fail(r, "");
    unsigned char c = *r->at;
    if (c == 'u') {
        r->at++;
        return read_unicode(r);
    }
    if (!c || !strchr("\"\\/bfnrt", c))
        return fail(r, "an unknown escape");
    r->at++;
    return true;
}

/* Reads a string from its opening quote. */
static bool read_string(reader *r)
{
    r->at++;
    for (;;) {
        const unsigned char *at = r->at;
        while (at < r->end && *at >= 0x20 && *at != '"' && *at != '\\')
            at++;
        r->at = at;
        if (at == r->end)
            return fail(r, "");
        if (*at == '"') {
            r->at++;
            return true;
        }
        if (*at != '\\')
            return fail(r, "a control character in a string");
        if (!read_escape(r))
            return false;
    }
}

bool json_is_wide_integer(slice number)
{
    static const char limit[] = "9007199254740992"; /* NUMBER_EXACT_LIMIT */
    slice digits = number;
    if (digits.length > 0 && *digits.data == '-')
        digits = (slice){digits.data + 1, digits.length - 1};
    if (digits.length < sizeof limit - 1)
        return false;
    for (size_t i = 0; i < digits.length; i++) {
        if (!ascii_is_digit(digits.data[i]))
            return false;
    }
    return digits.length > sizeof limit - 1 || memcmp(digits.data, limit, digits.length) >= 0;
}

static bool read_number(reader *r)
{
    const unsigned char *from = r->at;
    size_t length = number_span((slice){(const char *)from, (size_t)(r->end - from)});
    /* "1." and "-" at the very end are cut numbers */
    if (length == 0) {
        while (r->at < r->end && memchr("+-.0123456789eE", *r->at, 15))
            r->at++;
        bool cut = r->at == r->end;
        r->at = cut ? r->end : from;
        return fail(r, "a malformed number");
    }
    r->at += length;
    if (r->at < r->end && *r->at >= '0' && *r->at <= '9') /* a zero ends the integer part */
        return fail(r, "a number with a leading zero");
    r->scan.has_long_number = r->scan.has_long_number || length > JSON_MAX_NUMBER;
    r->scan.has_wide_integer =
        r->scan.has_wide_integer || json_is_wide_integer((slice){(const char *)from, length});
    return true;
}

static bool read_word(reader *r, const char *word)
{
    for (; *word; word++, r->at++) {
        if (r->at == r->end || *r->at != (unsigned char)*word)
            return fail(r, "an unknown word");
    }
    return true;
}

static bool open_bracket(reader *r, char closing, expectation expected)
{
    if (r->depth == JSON_MAX_DEPTH) {
        r->scan.status = JSON_DEEP;
        return false;
    }
    r->open[r->depth++] = closing;
    r->expected = expected;
    r->at++;
    return true;
}

static bool close_bracket(reader *r)
{
    r->depth--;
    r->expected = EXPECT_SEPARATOR;
    r->at++;
    return true;
}

static bool read_value(reader *r)
{
    unsigned char c = *r->at;
    if (r->expected == EXPECT_VALUE_OR_CLOSE && c == ']')
        return close_bracket(r);
    r->expected = EXPECT_SEPARATOR;
    switch (c) {
    case '{': return open_bracket(r, '}', EXPECT_KEY_OR_CLOSE);
    case '[': return open_bracket(r, ']', EXPECT_VALUE_OR_CLOSE);
    case '"': return read_string(r);
    case 't': return read_word(r, "true");
    case 'f': return read_word(r, "false");
    case 'n': return read_word(r, "null");
    default: break;
    }
    if (c == '-' || (c >= '0' && c <= '9'))
        return read_number(r);
    return fail(r, c == 0xEF ? "a byte order mark or a stray byte" : "a value is missing");
}

static bool read_key(reader *r)
{
    if (r->expected == EXPECT_KEY_OR_CLOSE && *r->at == '}')
        return close_bracket(r);
    if (*r->at != '"')
        return fail(r, "a quoted name is missing");
    if (!read_string(r))
        return false;
    skip_blanks(r);
    if (r->at == r->end || *r->at != ':')
        return fail(r, "a \":\" is missing");
    r->at++;
    r->expected = EXPECT_VALUE;
    return true;
}

static bool read_separator(reader *r)
{
    if (r->depth == 0)
        return fail(r, "text after the end");
    char closing = r->open[r->depth - 1];
    if (*r->at == (unsigned char)closing)
        return close_bracket(r);
    if (*r->at != ',')
        return fail(r,
                    closing == '}' ? "a \",\" or \"}\" is missing" : "a \",\" or \"]\" is missing");
    r->at++;
    r->expected = closing == '}' ? EXPECT_KEY : EXPECT_VALUE;
    return true;
}

/* Reads one token; false when the text is at fault or complete. */
static bool step(reader *r)
{
    skip_blanks(r);
    if (r->at == r->end) {
        if (r->depth > 0 || r->expected != EXPECT_SEPARATOR)
            return fail(r, "");
        r->scan.status = JSON_OK;
        return false;
    }
    switch (r->expected) {
    case EXPECT_VALUE:
    case EXPECT_VALUE_OR_CLOSE: return read_value(r);
    case EXPECT_KEY:
    case EXPECT_KEY_OR_CLOSE: return read_key(r);
    default: return read_separator(r);
    }
}

json_scan json_check(slice text)
{
    reader r;
    r.start = (const unsigned char *)text.data;
    r.at = r.start;
    r.end = r.start + text.length;
    r.expected = EXPECT_VALUE;
    r.depth = 0;
    r.scan = (json_scan){0};
    skip_blanks(&r);
    if (r.at == r.end) {
        r.scan.status = JSON_EMPTY;
        return r.scan;
    }
    while (step(&r)) {
    }
    r.scan.offset = (size_t)(r.at - r.start);
    return r.scan;
}

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
