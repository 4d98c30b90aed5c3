/* Strings of JSON (RFC 8259): written with escapes, and what one that json_scanner.h read means. */
#ifndef AWS_CORE_JSON_H
#define AWS_CORE_JSON_H

#include "core/base/buffer.h"

/*
 * Appends the string, quoted: `"`, `\` and control bytes are escaped, everything else (DEL and
 * bytes that are not UTF-8 included) stays as it is.
 */
void json_append_string(buffer *out, slice text);

/*
 * Appends what a string means, given what is between its quotes. Half of a surrogate pair becomes the three bytes that WTF-8
 * gives it. Check out->failed after.
 */
void json_unescape(buffer *out, slice text);

#endif
