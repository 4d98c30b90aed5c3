/* JSON text (RFC 8259): the check that an answer has to pass, and strings on their way out. */
#ifndef AWS_CORE_JSON_H
#define AWS_CORE_JSON_H

#include "core/base/buffer.h"

/* Arrays and objects inside each other; more than cJSON's own limit would never be read. */
#define JSON_MAX_DEPTH 1000

/* cJSON reads numbers of up to this many characters. */
#define JSON_MAX_NUMBER 63

typedef enum json_status {
    JSON_OK,
    JSON_EMPTY,  /* nothing but white space */
    JSON_CUT,    /* the text ends before the value does */
    JSON_DEEP,   /* nested more than JSON_MAX_DEPTH levels */
    JSON_INVALID /* `offset` and `problem` say what and where */
} json_status;

typedef struct json_scan {
    json_status status;
    size_t offset;           /* of the offending byte, counted from 0 */
    const char *problem;     /* for JSON_INVALID: "a control character in a string" */
    bool has_escaped_nul;    /* some string holds \u0000 */
    bool has_lone_surrogate; /* some string holds half of a pair: \ud83d */
    bool has_long_number;    /* some number is longer than JSON_MAX_NUMBER */
    bool has_wide_integer;   /* some integer is one that a double may not hold */
} json_scan;

/*
 * Checks that the text is one JSON value of RFC 8259 and nothing else, in one pass without
 * recursion or allocation. Bytes of strings need not be UTF-8; a byte order mark is an error
 * (RFC 8259 8.1), a raw NUL too. The flags tell what json_rewrite has to do before cJSON sees it.
 */
json_scan json_check(slice text);

/* Whether a JSON number is an integer, without fraction and exponent, that a double may not hold. */
bool json_is_wide_integer(slice number);

/*
 * Appends the string, quoted: `"`, `\` and control bytes are escaped, everything else (DEL and
 * bytes that are not UTF-8 included) stays as it is.
 */
void json_append_string(buffer *out, slice text);

#endif
