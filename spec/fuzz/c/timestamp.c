/* Times: what is written is read as the same time, and the C library's calendar is the same. */
#include "core/base/timestamp.h"

#include <math.h>
#include <time.h>

#include "../fuzz.h"
#include "core/base/number.h"

enum { FORMATS = 3 };

/* How far a time may be from what was written, by its format. */
static const double precision[FORMATS] = {0.000001, 0.0005, 1};

static double read_back(timestamp_style style, const char *text)
{
    double seconds = 0;
    bool is_read = style == TIMESTAMP_UNIX ? number_parse(slice_of(text), &seconds)
                                           : timestamp_parse(slice_of(text), &seconds);
    check(is_read);
    return seconds;
}

/* What is written of what was read from a text is that text. */
static void check_format(timestamp_style style, double seconds)
{
    char text[TIMESTAMP_TEXT_SIZE], again[TIMESTAMP_TEXT_SIZE];
    if (!timestamp_format(style, seconds, text)) {
        check(style == TIMESTAMP_UNIX ? !isfinite(seconds) : !(fabs(seconds) < 6e10));
        return;
    }
    check(strlen(text) < sizeof text);
    double back = read_back(style, text);
    double coarseness = precision[style] + fabs(seconds) * 0x1p-52;
    check(fabs(back - seconds) <= coarseness);
    check(timestamp_format(style, back, again));
    check(strcmp(text, again) == 0);
}

static void check_calendar(double seconds)
{
    char text[TIMESTAMP_TEXT_SIZE], expected[64];
    struct tm parts;
    time_t whole = (time_t)seconds;
    if (timestamp_format_amz((int64_t)whole, text)) {
        check(gmtime_r(&whole, &parts));
        snprintf(expected, sizeof expected, "%04d%02d%02dT%02d%02d%02dZ", parts.tm_year + 1900,
                 parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
        check(strcmp(text, expected) == 0);
        check(read_back(TIMESTAMP_ISO8601, text) == (double)whole);
    }
}

static void check_time(double seconds)
{
    for (int style = 0; style < FORMATS; style++)
        check_format((timestamp_style)style, seconds);
    if (fabs(seconds) < 1e15)
        check_calendar(seconds);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    double seconds = 12345;
    char *text = exact_copy(input_of(data, size));
    bool is_time = timestamp_parse((slice){text, size}, &seconds);
    check(is_time ? isfinite(seconds) : seconds == 12345);
    if (is_time)
        check_time(seconds);
    free(text);
    if (size >= sizeof seconds) {
        memcpy(&seconds, data, sizeof seconds);
        check_time(seconds);
    }
    return 0;
}
