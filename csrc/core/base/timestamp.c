#include "timestamp.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "number.h"

#define DAY_SECONDS 86400
#define MIN_SECONDS INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define MAX_SECONDS INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

typedef struct civil {
    int year, month, day; /* month and day count from 1 */
    int hour, minute, second;
    int weekday;      /* 0 is Sunday; written only */
    int64_t fraction; /* of a second, in units of 1/scale; read only */
    int64_t scale;
    int offset_minutes; /* east of UTC; read only */
} civil;

static const char MONTHS[] = "janfebmaraprmayjunjulaugsepoctnovdec";

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01. Years are counted from March, so that the leap day comes last. */
static int64_t days_from_civil(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t march_month = (month + 9) % 12;
    int64_t day_of_year = (153 * march_month + 2) / 5 + day - 1;
    return 365 * y + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
}

/* The inverse; `seconds` lies within the years 0001 to 9999. */
static civil civil_from_seconds(int64_t seconds)
{
    int64_t shifted = seconds - MIN_SECONDS; /* not negative: division rounds down */
    int64_t days = shifted / DAY_SECONDS;
    int rest = (int)(shifted % DAY_SECONDS);
    civil t = {.hour = rest / 3600, .minute = rest / 60 % 60, .second = rest % 60};
    t.weekday = (int)((days + 1) % 7); /* 0001-01-01 was a Monday */
    days += 306;                       /* from 0000-03-01 */
    int64_t era = days / 146097;
    int64_t of_era = days % 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * of_year + 2) / 153;
    t.day = (int)(of_year - (153 * march_month + 2) / 5 + 1);
    t.month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
    t.year = (int)(year_of_era + era * 400 + (t.month <= 2 ? 1 : 0));
    return t;
}

typedef struct cursor {
    const char *at;
    const char *end;
} cursor;

static bool take(cursor *c, char wanted)
{
    if (c->at == c->end || *c->at != wanted)
        return false;
    c->at++;
    return true;
}

/* Reads as many digits as there are, at least `least` and at most `most`; their count or 0. */
static int take_digits(cursor *c, int least, int most, int *value)
{
    int count = 0;
    *value = 0;
    while (count < most && c->at < c->end && ascii_is_digit(*c->at)) {
        *value = *value * 10 + (*c->at++ - '0');
        count++;
    }
    return count >= least ? count : 0;
}

static bool take_blanks(cursor *c)
{
    const char *start = c->at;
    while (take(c, ' ')) {
    }
    return c->at > start;
}

static slice take_word(cursor *c)
{
    const char *start = c->at;
    while (c->at < c->end && ascii_lower(*c->at) >= 'a' && ascii_lower(*c->at) <= 'z')
        c->at++;
    return (slice){start, (size_t)(c->at - start)};
}

/* ".5": nine digits count, further ones only have to be digits. */
static bool take_fraction(cursor *c, civil *t)
{
    if (!take(c, '.') && !take(c, ','))
        return true;
    const char *start = c->at;
    for (; c->at < c->end && ascii_is_digit(*c->at); c->at++) {
        if (t->scale < 1000000000) {
            t->fraction = t->fraction * 10 + (*c->at - '0');
            t->scale *= 10;
        }
    }
    return c->at > start;
}

/* "23:48:18.5", the seconds optional; `colons` false reads "234818". */
static bool take_clock(cursor *c, bool colons, civil *t)
{
    if (!take_digits(c, 2, 2, &t->hour) || (colons && !take(c, ':')) ||
        !take_digits(c, 2, 2, &t->minute))
        return false;
    if (colons ? !take(c, ':') : (c->at == c->end || !ascii_is_digit(*c->at)))
        return true;
    return take_digits(c, 2, 2, &t->second) && take_fraction(c, t);
}

/* "+01:00", "-0130", "+01". */
static bool take_offset(cursor *c, civil *t)
{
    bool west = *c->at++ == '-';
    int hours = 0;
    int minutes = 0;
    if (!take_digits(c, 2, 2, &hours))
        return false;
    bool more = take(c, ':') || (c->at < c->end && ascii_is_digit(*c->at));
    if (more && !take_digits(c, 2, 2, &minutes))
        return false;
    t->offset_minutes = (west ? -1 : 1) * (hours * 60 + minutes);
    return hours < 24 && minutes < 60;
}

/* The rest of the text: a zone or nothing. After an offset the name of the zone does not count. */
static bool take_zone(cursor *c, civil *t)
{
    if (c->at < c->end && (*c->at == '+' || *c->at == '-'))
        return take_offset(c, t) && (!take_blanks(c) || take_word(c).length > 0) && c->at == c->end;
    slice word = take_word(c);
    return c->at == c->end &&
           (word.length == 0 || slice_equal_lower(word, SLICE("z")) ||
            slice_equal_lower(word, SLICE("gmt")) || slice_equal_lower(word, SLICE("utc")) ||
            slice_equal_lower(word, SLICE("ut")));
}

static bool parse_iso(cursor c, civil *t)
{
    if (!take_digits(&c, 4, 4, &t->year))
        return false;
    bool extended = take(&c, '-');
    if (!take_digits(&c, 2, 2, &t->month) || (extended && !take(&c, '-')) ||
        !take_digits(&c, 2, 2, &t->day))
        return false;
    if (c.at == c.end)
        return extended; /* eight digits alone are a number */
    if (!take(&c, 'T') && !take(&c, 't') && !take(&c, ' '))
        return false;
    return take_clock(&c, extended, t) && (!take_blanks(&c) || c.at < c.end) && take_zone(&c, t);
}

static bool take_month(cursor *c, civil *t)
{
    slice word = take_word(c);
    for (size_t i = 0; word.length == 3 && i < 12; i++) {
        if (slice_equal_lower(word, (slice){MONTHS + 3 * i, 3})) {
            t->month = (int)i + 1;
            return true;
        }
    }
    return false;
}

static bool take_year(cursor *c, civil *t)
{
    int count = take_digits(c, 2, 4, &t->year);
    if (count == 2)
        t->year += t->year < 70 ? 2000 : 1900;
    return count == 2 || count == 4;
}

/* "Nov  6 08:49:37 1994", the weekday already read. */
static bool parse_asctime(cursor c, civil *t)
{
    return take_month(&c, t) && take_blanks(&c) && take_digits(&c, 1, 2, &t->day) &&
           take_blanks(&c) && take_clock(&c, true, t) && take_blanks(&c) && take_year(&c, t) &&
           c.at == c.end;
}

static bool parse_http(cursor c, civil *t)
{
    cursor start = c;
    if (take_word(&c).length > 0) {
        bool comma = take(&c, ',');
        if (!take_blanks(&c) && !comma)
            return false;
        if (!comma && c.at < c.end && !ascii_is_digit(*c.at))
            return parse_asctime(c, t);
    } else {
        c = start;
    }
    if (!take_digits(&c, 1, 2, &t->day))
        return false;
    char separator = take(&c, '-') ? '-' : ' ';
    take_blanks(&c);
    if (!take_month(&c, t) || !take(&c, separator) || !take_year(&c, t) || !take_blanks(&c) ||
        !take_clock(&c, true, t))
        return false;
    take_blanks(&c);
    return take_zone(&c, t);
}

static bool civil_is_valid(const civil *t)
{
    return t->year >= 1 && t->month >= 1 && t->month <= 12 && t->day >= 1 &&
           t->day <= month_length(t->year, t->month) && t->hour < 24 && t->minute < 60 &&
           t->second <= 60;
}

/* Rounds once, so that "…18.123" gives the same double as the number …18.123 of a program. */
static double with_fraction(int64_t seconds, civil t)
{
    char text[40];
    int digits = 0;
    double value = 0;
    int64_t most = seconds > -9000000000 && seconds < 9000000000 ? 1000000000 : 1000000;
    while (t.scale > most || (t.scale > 1 && t.fraction % 10 == 0)) {
        t.fraction /= 10; /* far from 1970 nanoseconds would overflow, and a double has none */
        t.scale /= 10;
    }
    for (int64_t scale = t.scale; scale > 1; scale /= 10)
        digits++;
    int length =
        snprintf(text, sizeof text, "%" PRId64 "e-%d", seconds * t.scale + t.fraction, digits);
    number_parse((slice){text, (size_t)length}, &value);
    return value;
}

bool timestamp_parse(slice text, double *seconds)
{
    cursor c = {text.data, text.data + text.length};
    civil t = {.scale = 1};
    if (text.length < 8 || text.length > 64)
        return false;
    if (!parse_iso(c, &t)) {
        t = (civil){.scale = 1};
        if (!parse_http(c, &t))
            return false;
    }
    if (!civil_is_valid(&t))
        return false;
    int64_t whole = days_from_civil(t.year, t.month, t.day) * DAY_SECONDS + t.hour * INT64_C(3600) +
                    (t.minute - t.offset_minutes) * INT64_C(60) + t.second;
    *seconds = with_fraction(whole, t);
    return true;
}

/* Writes exactly `width` decimal digits. */
static char *put_digits(char *out, int value, int width)
{
    for (int i = width - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return out + width;
}

static char *put_date(char *out, const civil *t, const char *separator)
{
    out = put_digits(out, t->year, 4);
    if (*separator)
        *out++ = *separator;
    out = put_digits(out, t->month, 2);
    if (*separator)
        *out++ = *separator;
    return put_digits(out, t->day, 2);
}

static char *put_clock(char *out, const civil *t, const char *separator)
{
    out = put_digits(out, t->hour, 2);
    if (*separator)
        *out++ = *separator;
    out = put_digits(out, t->minute, 2);
    if (*separator)
        *out++ = *separator;
    return put_digits(out, t->second, 2);
}

static bool format_iso8601(double seconds, char out[TIMESTAMP_TEXT_SIZE])
{
    if (!(seconds >= (double)MIN_SECONDS && seconds < (double)MAX_SECONDS + 1))
        return false;
    double whole = floor(seconds);
    int milliseconds = (int)floor((seconds - whole) * 1000 + 0.5);
    int64_t rounded = (int64_t)whole + milliseconds / 1000;
    milliseconds %= 1000;
    if (rounded > MAX_SECONDS)
        return false;
    civil t = civil_from_seconds(rounded);
    out = put_date(out, &t, "-");
    *out++ = 'T';
    out = put_clock(out, &t, ":");
    if (milliseconds > 0) {
        *out++ = '.';
        out = put_digits(out, milliseconds, 3);
        while (out[-1] == '0')
            out--;
    }
    memcpy(out, "Z", 2);
    return true;
}

static bool format_rfc822(double seconds, char out[TIMESTAMP_TEXT_SIZE])
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (!(seconds >= (double)MIN_SECONDS && seconds < (double)MAX_SECONDS + 1))
        return false;
    civil t = civil_from_seconds((int64_t)floor(seconds));
    memcpy(out, days + (size_t)3 * t.weekday, 3);
    memcpy(out + 3, ", ", 2); /* NOLINT(bugprone-not-null-terminated-result) more follows */
    out = put_digits(out + 5, t.day, 2);
    *out++ = ' ';
    memcpy(out, months + (size_t)3 * (t.month - 1), 3);
    out[3] = ' ';
    out = put_digits(out + 4, t.year, 4);
    *out++ = ' ';
    out = put_clock(out, &t, ":");
    memcpy(out, " GMT", 5);
    return true;
}

static bool format_unix(double seconds, char out[TIMESTAMP_TEXT_SIZE])
{
    if (!isfinite(seconds))
        return false;
    if (fabs(seconds) < 0x1p32) /* beyond that a double's neighbours are a microsecond away */
        seconds = round(seconds * 1e6) / 1e6;
    if (seconds == 0)
        seconds = 0; /* no "-0" */
    number_format(seconds, out);
    return true;
}

bool timestamp_format(timestamp_style style, double seconds, char out[TIMESTAMP_TEXT_SIZE])
{
    switch (style) {
    case TIMESTAMP_ISO8601: return format_iso8601(seconds, out);
    case TIMESTAMP_RFC822: return format_rfc822(seconds, out);
    default: return format_unix(seconds, out);
    }
}

bool timestamp_format_amz(int64_t seconds, char out[17])
{
    if (seconds < MIN_SECONDS || seconds > MAX_SECONDS)
        return false;
    civil t = civil_from_seconds(seconds);
    out = put_date(out, &t, "");
    *out++ = 'T';
    out = put_clock(out, &t, "");
    memcpy(out, "Z", 2);
    return true;
}
