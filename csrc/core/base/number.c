#include "number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 767 significant digits decide how any number is rounded to a double; a 1 in place of the rest is enough. */
#define MOST_DIGITS 800

/* Larger than any text is long, small enough to add to. */
#define EXPONENT_LIMIT 1000000000000LL

static const char *skip_digits(const char *at, const char *end)
{
    while (at < end && ascii_is_digit(*at))
        at++;
    return at;
}

size_t number_span(slice text)
{
    const char *at = text.data;
    const char *end = text.data + text.length;
    if (at < end && *at == '-')
        at++;
    if (at == end || !ascii_is_digit(*at))
        return 0;
    at = *at == '0' ? at + 1 : skip_digits(at, end);
    if (at < end && *at == '.') {
        const char *start = at + 1;
        at = skip_digits(start, end);
        if (at == start)
            return 0;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        const char *start = at;
        at = skip_digits(at, end);
        if (at == start)
            return 0;
    }
    return (size_t)(at - text.data);
}

static long long read_exponent(const char *at, const char *end)
{
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    long long value = 0;
    for (; at < end && value < EXPONENT_LIMIT; at++)
        value = value * 10 + (*at - '0');
    return negative ? -value : value;
}

/* The digits of a number in front of its exponent, without leading zeros; its value is that integer times 10^exponent. */
typedef struct mantissa {
    char digits[MOST_DIGITS + 32]; /* room for "e-99999" after them */
    size_t count;
    long long exponent;
} mantissa;

/* Reads it, and returns its end. */
static const char *read_mantissa(mantissa *m, const char *at, const char *end)
{
    bool in_fraction = false, more = false;
    for (; at < end && *at != 'e' && *at != 'E'; at++) {
        if (*at == '.') {
            in_fraction = true;
            continue;
        }
        bool kept = m->count < MOST_DIGITS;
        if (kept && (m->count > 0 || *at != '0'))
            m->digits[m->count++] = *at;
        more = more || (!kept && *at != '0');
        m->exponent += (kept ? 0 : 1) - (in_fraction ? 1 : 0);
    }
    if (more || m->count == 0) {
        m->digits[m->count++] = more ? '1' : '0';
        m->exponent -= more;
    }
    return at;
}

/* Digits that fit into 64 bits, and the largest power of ten that a double holds. */
#define SHORT_DIGITS 19
#define EXACT_POWER  22

/*
 * Reads a number without an exponent whose digits, as an integer, a double holds: one division of two exact numbers is
 * rounded once (W. Clinger, How to read floating point numbers accurately). False for others.
 */
static bool read_short(const char *at, const char *end, double *value)
{
    static const double powers[EXACT_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    uint64_t digits = 0;
    const char *point = NULL;
    if (end - at > SHORT_DIGITS)
        return false;
    for (; at < end; at++) {
        if (*at == '.')
            point = at;
        else if (ascii_is_digit(*at))
            digits = digits * 10 + (uint64_t)(*at - '0');
        else
            return false;
    }
    if (digits > (uint64_t)NUMBER_EXACT_LIMIT || (point && FLT_EVAL_METHOD != 0))
        return false;
    *value = (double)digits / powers[point ? end - point - 1 : 0];
    return true;
}

/* strtod expects the locale's decimal point, so it is given none: "12.5e3" becomes "125e2". */
static double read_long(const char *at, const char *end)
{
    mantissa m;
    m.count = 0;
    m.exponent = 0;
    at = read_mantissa(&m, at, end);
    if (at < end)
        m.exponent += read_exponent(at + 1, end);
    m.exponent = m.exponent > 99999 ? 99999 : m.exponent < -99999 ? -99999 : m.exponent;
    snprintf(m.digits + m.count, sizeof m.digits - m.count, "e%d", (int)m.exponent);
    return strtod(m.digits, NULL);
}

double number_value(slice text)
{
    bool negative = text.data[0] == '-';
    const char *at = text.data + negative;
    const char *end = text.data + text.length;
    double magnitude = 0;
    if (!read_short(at, end, &magnitude))
        magnitude = read_long(at, end);
    return negative ? -magnitude : magnitude;
}

bool number_parse(slice text, double *value)
{
    if (text.length == 0 || number_span(text) != text.length)
        return false;
    *value = number_value(text);
    return true;
}

bool number_parse_integer(slice text, int64_t *value)
{
    bool negative = text.length > 0 && *text.data == '-';
    uint64_t magnitude = 0; /* 19 digits fit */
    if (text.length == 0 || text.length - negative > 19 || number_span(text) != text.length)
        return false;
    for (size_t i = negative; i < text.length; i++) {
        if (!ascii_is_digit(text.data[i]))
            return false;
        magnitude = magnitude * 10 + (uint64_t)(text.data[i] - '0');
    }
    if (magnitude > (uint64_t)INT64_MAX + negative)
        return false;
    *value = negative && magnitude > 0 ? -(int64_t)(magnitude - 1) - 1 : (int64_t)magnitude;
    return true;
}

bool number_is_exact_integer(double value)
{
    return fabs(value) < NUMBER_EXACT_LIMIT && value == floor(value);
}

/*
 * The digits of the number, without zeros at the end, and the power of ten of the first one.
 * printf's decimal point, whatever its bytes, stands between the first digit and the others.
 */
static int to_digits(double magnitude, int precision, char *digits, int *exponent)
{
    char text[64];
    int count = 0;
    snprintf(text, sizeof text, "%.*e", precision - 1, magnitude);
    const char *at = text;
    for (; *at && *at != 'e'; at++) {
        if (ascii_is_digit(*at))
            digits[count++] = *at;
    }
    *exponent = *at ? (int)strtol(at + 1, NULL, 10) : 0;
    while (count > 1 && digits[count - 1] == '0')
        count--;
    return count;
}

/* Lays out digits with a point, or with an exponent when that would need many zeros. */
static size_t lay_out(const char *digits, int count, int exponent, char *out)
{
    char *start = out;
    if (exponent < -5 || exponent > 20) {
        /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign) printf has written one at least */
        *out++ = *digits;
        if (count > 1) {
            *out++ = '.';
            memcpy(out, digits + 1, (size_t)count - 1);
            out += count - 1;
        }
        return (size_t)(out - start) + (size_t)snprintf(out, 8, "e%d", exponent);
    }
    if (exponent < 0) {
        *out++ = '0';
        *out++ = '.';
        for (int i = -1; i > exponent; i--)
            *out++ = '0';
    }
    for (int i = 0; i < count || i <= exponent; i++) {
        if (exponent >= 0 && i == exponent + 1)
            *out++ = '.';
        *out++ = i < count ? digits[i] : '0';
    }
    *out = '\0';
    return (size_t)(out - start);
}

size_t number_format(double value, char out[NUMBER_TEXT_SIZE])
{
    char digits[32];
    int exponent = 0;
    size_t sign = signbit(value) ? 1 : 0;
    if (value == floor(value) && fabs(value) < 1e21)
        return (size_t)snprintf(out, NUMBER_TEXT_SIZE, "%.0f", value);
    *out = '-';
    for (int precision = 15;; precision++) {
        int count = to_digits(fabs(value), precision, digits, &exponent);
        size_t length = lay_out(digits, count, exponent, out + sign) + sign;
        double back = 0;
        if (precision >= 17 || (number_parse((slice){out, length}, &back) && back == value))
            return length;
    }
}

const char *number_format_short(double value, char out[NUMBER_TEXT_SIZE])
{
    char digits[32];
    int exponent = 0;
    size_t sign = value < 0 ? 1 : 0;
    int count = to_digits(fabs(value), 6, digits, &exponent);
    *out = '-';
    out[sign + lay_out(digits, count, exponent, out + sign)] = '\0';
    return out;
}
