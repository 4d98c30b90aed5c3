/*
 * Valid JSON that cJSON would read wrongly, written so that it reads it right. cJSON's strings end
 * at the first NUL, so an escaped NUL becomes a pair of bytes that the text does not hold, and is
 * turned back after parsing; halves of surrogate pairs, which it refuses, become the three bytes
 * that WTF-8 gives them; numbers longer than its buffer become short ones of the same value. Its numbers are doubles: an
 * integer that a double may not hold becomes a string: another such pair, and its digits.
 */
#ifndef AWS_CORE_JSON_REWRITE_H
#define AWS_CORE_JSON_REWRITE_H

#include "core/base/buffer.h"

/* Two bytes that are nowhere in a text. */
typedef struct json_mark {
    char first;  /* a byte that never occurs in UTF-8, so that no escape produces it */
    char second; /* another byte that starts no UTF-8 character, for the same reason */
} json_mark;

typedef struct json_marks {
    int count; /* 2, or fewer where the text holds so many of all 988 that not even two are left */
    json_mark nul;     /* with 1 and more: is in the place of a NUL */
    json_mark integer; /* with 2: begins a string that is an integer */
} json_marks;

/* Finds the marks for a text. */
json_marks json_find_marks(slice text);

/*
 * Appends the rewritten text; `text` was read by a json_scanner. Wide integers stay as they are without a mark.
 * Check out->failed after.
 */
void json_rewrite(buffer *out, slice text, json_marks marks);

/* Appends a string as parsed from rewritten text, its NULs restored. */
void json_restore(buffer *out, slice text, json_mark nul);

/* The digits of an integer that was rewritten, and is now the parsed string `text`; NULL for another string. */
const char *json_integer_digits(const char *text, json_marks marks);

#endif
