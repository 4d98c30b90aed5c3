#include "json_scanner.h"

#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "core/base/number.h"

static bool fail(json_scanner *s, const char *problem)
{
    s->status = s->at < s->end ? JSON_INVALID : JSON_CUT;
    s->problem = problem;
    return false;
}

static inline bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static inline void skip_blanks(json_scanner *s)
{
    while (s->at < s->end && is_blank(*s->at))
        s->at++;
}

/* Whether a byte of a string is what it means: not a quote, not a backslash, not a control character. */
static inline bool is_plain(char c)
{
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

#define EACH_BYTE(value) (UINT64_MAX / 255 * (value))

/*
 * Marks a byte of eight that is not plain by its highest bit, where a subtraction went below zero. Bytes above a marked one,
 * in the order of the number, may be marked in vain.
 */
static inline uint64_t mark_special(uint64_t bytes)
{
    uint64_t quote = bytes ^ EACH_BYTE('"');
    uint64_t backslash = bytes ^ EACH_BYTE('\\');
    uint64_t below = ((bytes - EACH_BYTE(0x20)) & ~bytes) | ((quote - EACH_BYTE(1)) & ~quote) |
                     ((backslash - EACH_BYTE(1)) & ~backslash);
    return below & EACH_BYTE(0x80);
}

#ifdef __SSE2__
/* Marks each byte of sixteen that is not plain by a bit. */
static inline unsigned special_of_sixteen(const char *at)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i is_control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    __m128i is_quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    __m128i is_backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    return (unsigned)_mm_movemask_epi8(
        _mm_or_si128(is_control, _mm_or_si128(is_quote, is_backslash)));
}
#endif

static inline const char *skip_plain(const char *at, const char *end)
{
    uint64_t bytes, marks = 0;
#ifdef __SSE2__
    for (; end - at >= 16; at += 16) {
        unsigned special = special_of_sixteen(at);
        if (special)
            return at + __builtin_ctz(special);
    }
#endif
    for (; end - at >= (ptrdiff_t)sizeof bytes && !marks; at += marks ? 0 : sizeof bytes) {
        memcpy(&bytes, at, sizeof bytes);
        marks = mark_special(bytes);
    }
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (marks)
        return at + __builtin_ctzll(marks) / 8;
#endif
    while (at < end && is_plain(*at))
        at++;
    return at;
}

/* Reads four hex digits; false at another character. */
static bool read_hex(json_scanner *s, unsigned *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++, s->at++) {
        if (s->at == s->end)
            return fail(s, "");
        int value = ascii_hex_value(*s->at);
        if (value < 0)
            return fail(s, "a bad \\u escape");
        *unit = *unit * 16 + (unsigned)value;
    }
    return true;
}

/* After "\u": a code unit, together with its other half when it is the first of a pair. */
static bool read_unicode(json_scanner *s)
{
    unsigned unit = 0;
    if (!read_hex(s, &unit))
        return false;
    s->found.escaped_nul = s->found.escaped_nul || unit == 0;
    if (unit < 0xD800 || unit > 0xDFFF)
        return true;
    if (unit < 0xDC00 && s->end - s->at >= 6 && s->at[0] == '\\' && s->at[1] == 'u') {
        const char *second = s->at;
        s->at += 2;
        if (!read_hex(s, &unit))
            return false;
        if (unit >= 0xDC00 && unit <= 0xDFFF)
            return true;
        s->at = second; /* no pair: the second escape is read by itself */
    }
    s->found.lone_surrogate = true;
    return true;
}

static bool read_escape(json_scanner *s)
{
    s->at++;
    if (s->at == s->end)
        return fail(s, "");
    char c = *s->at;
    if (c == 'u') {
        s->at++;
        return read_unicode(s);
    }
    if (!c || !strchr("\"\\/bfnrt", c))
        return fail(s, "an unknown escape");
    s->at++;
    return true;
}

/* Reads a string from its opening quote. */
static bool read_string(json_scanner *s, json_token *token)
{
    const char *from = ++s->at;
    token->kind = JSON_STRING;
    token->has_escapes = false;
    for (;;) {
        s->at = skip_plain(s->at, s->end);
        if (s->at == s->end)
            return fail(s, "");
        if (*s->at == '"') {
            token->text = (slice){from, (size_t)(s->at++ - from)};
            return true;
        }
        if (*s->at != '\\')
            return fail(s, "a control character in a string");
        token->has_escapes = true;
        if (!read_escape(s))
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

static bool fail_number(json_scanner *s)
{
    static const char bytes[] = "+-.0123456789eE";
    const char *from = s->at;
    /* "1." and "-" at the very end are cut numbers */
    while (s->at < s->end && memchr(bytes, *s->at, sizeof bytes - 1))
        s->at++;
    bool cut = s->at == s->end;
    s->at = cut ? s->end : from;
    return fail(s, "a malformed number");
}

static bool read_number(json_scanner *s, json_token *token)
{
    token->kind = JSON_NUMBER;
    token->text = (slice){s->at, number_span((slice){s->at, (size_t)(s->end - s->at)})};
    if (token->text.length == 0)
        return fail_number(s);
    s->at += token->text.length;
    if (s->at < s->end && ascii_is_digit(*s->at)) /* a zero ends the integer part */
        return fail(s, "a number with a leading zero");
    s->found.long_number = s->found.long_number || token->text.length > JSON_MAX_NUMBER;
    s->found.wide_integer = s->found.wide_integer || json_is_wide_integer(token->text);
    return true;
}

static bool read_word(json_scanner *s, json_token *token, const char *word, json_kind kind)
{
    token->kind = kind;
    for (; *word; word++, s->at++) {
        if (s->at == s->end || *s->at != *word)
            return fail(s, "an unknown word");
    }
    return true;
}

static bool open_bracket(json_scanner *s, json_token *token, json_kind kind)
{
    token->kind = kind;
    if (s->depth == JSON_MAX_DEPTH) {
        s->status = JSON_DEEP;
        return false;
    }
    s->depth++;
    s->is_fresh = true;
    s->at++;
    return true;
}

bool json_read(json_scanner *s, json_token *token)
{
    skip_blanks(s);
    token->text = (slice){s->at, 0};
    if (s->at == s->end)
        return fail(s, "");
    char c = *s->at;
    switch (c) {
    case '"': return read_string(s, token);
    case '{': return open_bracket(s, token, JSON_OBJECT);
    case '[': return open_bracket(s, token, JSON_ARRAY);
    case 't': return read_word(s, token, "true", JSON_TRUE);
    case 'f': return read_word(s, token, "false", JSON_FALSE);
    case 'n': return read_word(s, token, "null", JSON_NULL);
    default: break;
    }
    if (c == '-' || ascii_is_digit(c))
        return read_number(s, token);
    return fail(s, c == '\xEF' ? "a byte order mark or a stray byte" : "a value is missing");
}

/* Reads what is before the next item or name; false at the end of the array or object, which is then read. */
static bool read_separator(json_scanner *s, char closing, const char *problem)
{
    bool is_fresh = s->is_fresh;
    s->is_fresh = false;
    skip_blanks(s);
    if (s->at == s->end)
        return fail(s, "");
    if (*s->at == closing) {
        s->depth--;
        s->at++;
        return false;
    }
    if (is_fresh)
        return true;
    if (*s->at != ',')
        return fail(s, problem);
    s->at++;
    return true;
}

bool json_next_item(json_scanner *s)
{
    return read_separator(s, ']', "a \",\" or \"]\" is missing");
}

bool json_next_name(json_scanner *s)
{
    return read_separator(s, '}', "a \",\" or \"}\" is missing");
}

bool json_take_name(json_scanner *s, slice quoted)
{
    skip_blanks(s);
    if ((size_t)(s->end - s->at) < quoted.length || memcmp(s->at, quoted.data, quoted.length) != 0)
        return false;
    s->at += quoted.length;
    return true;
}

bool json_read_name(json_scanner *s, json_token *name)
{
    skip_blanks(s);
    if (s->at == s->end || *s->at != '"')
        return fail(s, "a quoted name is missing");
    if (!read_string(s, name))
        return false;
    skip_blanks(s);
    if (s->at == s->end || *s->at != ':')
        return fail(s, "a \":\" is missing");
    s->at++;
    return true;
}

/* Reads what is before the next value of an array or object; false at its end, and at a fault. */
static bool next_value(json_scanner *s, json_kind kind)
{
    json_token name;
    return kind == JSON_ARRAY ? json_next_item(s) : json_next_name(s) && json_read_name(s, &name);
}

bool json_skip(json_scanner *s, json_kind kind)
{
    json_kind open[JSON_MAX_DEPTH];
    json_token token;
    size_t count = 0;
    if (kind >= JSON_ARRAY)
        open[count++] = kind;
    while (count > 0) {
        bool more = next_value(s, open[count - 1]);
        if (s->status != JSON_OK || (more && !json_read(s, &token)))
            return false;
        if (!more)
            count--;
        else if (token.kind >= JSON_ARRAY)
            open[count++] = token.kind;
    }
    return true;
}

bool json_finish(json_scanner *s)
{
    skip_blanks(s);
    return s->at == s->end || fail(s, "text after the end");
}

size_t json_offset(const json_scanner *s)
{
    return (size_t)(s->at - s->start);
}

json_scanner json_begin(slice text)
{
    json_scanner s = {.start = text.data, .at = text.data, .end = text.data + text.length};
    skip_blanks(&s);
    s.status = s.at == s.end ? JSON_EMPTY : JSON_OK;
    return s;
}
