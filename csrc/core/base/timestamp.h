/*
 * Points in time as text. Times are seconds since 1970-01-01T00:00:00Z in the proleptic Gregorian
 * calendar, without leap seconds; nothing here reads a clock, a time zone or the locale.
 */
#ifndef AWS_CORE_TIMESTAMP_H
#define AWS_CORE_TIMESTAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"

/* Room for any text written here, its NUL included. */
#define TIMESTAMP_TEXT_SIZE 40

/*
 * Reads a date and time: RFC 3339 and its ISO 8601 relatives ("2019-12-16T23:48:18.5+01:00", also
 * the basic form "20191216T234818Z", a date alone, lower-case "t" and "z", a blank for "T", blanks
 * before the zone as Ruby's Time#to_s has them, a name after the offset as Go's Time.String
 * has it: "+0100 CET"), or an HTTP date (RFC 9110 5.6.7: IMF-fixdate
 * and the obsolete RFC 850 and asctime forms, with the fraction that Smithy allows and the numeric
 * zones of RFC 5322). No zone means UTC; second 60 is the second after 59; a two-digit year is 1970
 * to 2069. The weekday is not compared with the date. False, and `seconds` untouched, when the text
 * is anything else.
 */
bool timestamp_parse(slice text, double *seconds);

/* The three ways in which AWS protocols write a time (Smithy's timestampFormat). */
typedef enum timestamp_style {
    TIMESTAMP_UNIX,    /* the shortest number that reads back as the time, to microseconds */
    TIMESTAMP_ISO8601, /* "2015-08-30T12:36:00Z", to milliseconds, which appear when not zero */
    TIMESTAMP_RFC822 /* "Sun, 30 Aug 2015 12:36:00 GMT" (RFC 9110 IMF-fixdate), fractions cut off */
} timestamp_style;

/* Writes the time in one of them; false outside the years 0001 to 9999, and for a UNIX time that is not finite. */
bool timestamp_format(timestamp_style style, double seconds, char out[TIMESTAMP_TEXT_SIZE]);

/* "20150830T123600Z", NUL-terminated (SigV4); false outside the years 0001 to 9999. */
bool timestamp_format_amz(int64_t seconds, char out[17]);

#endif
