/*
 * Decimal numbers as text, whatever the locale's decimal point is (a program that hosts Lua may
 * have called setlocale).
 */
#ifndef AWS_CORE_NUMBER_H
#define AWS_CORE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"

/* Room for any text that number_format writes, its NUL included. */
#define NUMBER_TEXT_SIZE 40

/* Doubles hold every integer up to here; beyond it a double may mean a neighbour. */
#define NUMBER_EXACT_LIMIT 9007199254740992.0

/*
 * Reads a number of the JSON grammar (RFC 8259 section 6) and nothing else, correctly rounded.
 * False when the text is not such a number; one too large for a double reads as an infinity.
 */
bool number_parse(slice text, double *value);

/* The same for a text that is known to be such a number, as number_span tells. */
double number_value(slice text);

/* Reads an integer of 64 bits: digits, and a minus in front; no zero leads. False when the text is not one. */
bool number_parse_integer(slice text, int64_t *value);

/* The length of the JSON number at the start of `text`; 0 when it does not start with one. */
size_t number_span(slice text);

/*
 * Writes a finite number so that it reads back as the same double, with few digits; an integer
 * below 10^21 with all of them, so that a reader of integers gets the same one. Returns the length.
 */
size_t number_format(double value, char out[NUMBER_TEXT_SIZE]);

/* Writes a finite number for readers, with six digits at most. Returns the text, which ends with NUL. */
const char *number_format_short(double value, char out[NUMBER_TEXT_SIZE]);

/* Whether the number is an integer that no neighbouring integer shares its double with. */
bool number_is_exact_integer(double value);

#endif
