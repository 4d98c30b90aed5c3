/*
 * Valid JSON that cJSON would read wrongly, written so that it reads it right. cJSON's strings end
 * at the first NUL, so an escaped NUL becomes a pair of bytes that the text does not hold, and is
 * turned back after parsing; halves of surrogate pairs, which it refuses, become the three bytes
 * that WTF-8 gives them; numbers longer than its buffer become short ones of the same value.
 */
#ifndef AWS_CORE_JSON_REWRITE_H
#define AWS_CORE_JSON_REWRITE_H

#include "core/base/buffer.h"

/* In place of a NUL. */
typedef struct json_nul_pair {
    bool used;
    char first;  /* a byte that never occurs in UTF-8, so that no escape produces it */
    char second; /* another byte that starts no UTF-8 character, for the same reason */
} json_nul_pair;

/* Finds a pair that the text does not hold; false when it holds all 988. */
bool json_find_pair(slice text, json_nul_pair *pair);

/* Appends the rewritten text; `text` has passed json_check. Check out->failed after. */
void json_rewrite(buffer *out, slice text, json_nul_pair pair);

/* Appends a string as parsed from rewritten text, its NULs restored. */
void json_restore(buffer *out, slice text, json_nul_pair pair);

#endif
