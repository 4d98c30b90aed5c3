/*
 * JSON text (RFC 8259), read token by token. Whoever reads asks for the next one, and decides what to build from it.
 * What is skipped is checked like all else. It neither recurses nor allocates.
 *
 *     json_read                      a value: a whole scalar, or the bracket that opens an array or an object
 *     json_next_item, then json_read …      in an array, until it ends
 *     json_next_name, then a name and json_read …      in an object, until it ends
 *     json_skip                      instead of that: the rest of the array or object
 *     json_finish                    nothing may follow the value
 *
 * A function that returns false where the text is at fault leaves a status in the scanner; nothing is to be read after.
 */
#ifndef AWS_CORE_JSON_SCANNER_H
#define AWS_CORE_JSON_SCANNER_H

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
    JSON_INVALID /* json_offset and `problem` say what and where */
} json_status;

/* Arrays and objects are last. */
typedef enum json_kind {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
} json_kind;

typedef struct json_token {
    json_kind kind;
    bool has_escapes; /* of strings: json_unescape is needed */
    slice
        text; /* a number; a string between its quotes; of others only the start. In the text that is read. */
} json_token;

/* What json_rewrite has to do before cJSON sees the text. */
typedef struct json_oddities {
    bool escaped_nul;    /* some string holds \u0000 */
    bool lone_surrogate; /* some string holds half of a pair: \ud83d */
    bool long_number;    /* some number is longer than JSON_MAX_NUMBER */
    bool wide_integer;   /* some integer is one that a double may not hold */
} json_oddities;

typedef struct json_scanner {
    const char *start;
    const char *at; /* the next byte; after a fault the offending one */
    const char *end;
    size_t depth;
    bool is_fresh; /* a bracket was opened: nothing separates it from what comes */
    json_status status;
    const char *problem; /* for JSON_INVALID: "a control character in a string" */
    json_oddities found; /* in what was read since somebody emptied it */
} json_scanner;

/*
 * Begins to read a text, which has to outlive the scanner. Bytes of strings need not be UTF-8; a byte order mark is an
 * error (RFC 8259 8.1), a raw NUL too.
 */
json_scanner json_begin(slice text);

/* Reads a value where one has to be; false when the text is at fault. */
bool json_read(json_scanner *s, json_token *token);

/* Whether the array that is open has one more item; false at its end, which is then read, and at a fault. */
bool json_next_item(json_scanner *s);

/* Whether the object that is open has one more name; false at its end, which is then read, and at a fault. */
bool json_next_name(json_scanner *s);

/* Reads a name where one has to be, and its colon; false when the text is at fault. */
bool json_read_name(json_scanner *s, json_token *name);

/* The same for a name that is expected, quoted and with its colon; false, and nothing is read, where it is not there so. */
bool json_take_name(json_scanner *s, slice quoted);

/* Reads the rest of the array or object that a token of that kind opened; of a scalar nothing is left. */
bool json_skip(json_scanner *s, json_kind kind);

/* Whether nothing but white space follows. */
bool json_finish(json_scanner *s);

/* Where the scanner is, in bytes from the start. */
size_t json_offset(const json_scanner *s);

/* Whether a JSON number is an integer, without fraction and exponent, that a double may not hold. */
bool json_is_wide_integer(slice number);

#endif
