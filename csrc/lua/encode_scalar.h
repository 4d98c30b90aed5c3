/* The inner side of core.encode: what its walk (encode.c) and its scalars share. */
#ifndef AWS_LUA_ENCODE_SCALAR_H
#define AWS_LUA_ENCODE_SCALAR_H

#include "core/json/problems.h"
#include "core/json/schema.h"
#include "compat.h"

/*
 * One walk validates and writes. Tables are read raw and never changed; whatever is wrong is noted
 * and the walk goes on, so that all problems are found at once. Lives in a box: any Lua call here
 * may raise for want of memory.
 */
typedef struct encoder {
    lua_State *L;
    buffer out;
    problems problems;
    bool stopped; /* going on is pointless: too deep or too large */
} encoder;

/* Notes a problem; the message is a printf format. */
__attribute__((format(printf, 3, 4))) void encoder_say(encoder *e, const path *where,
                                                       const char *format, ...);

/* Whether the value on top of the stack has the type; notes "expected a list, got nil" if not. */
bool encoder_expect(encoder *e, int type, const char *wanted, const path *where);

/* Notes that the text on top of the stack makes another path (RFC 3986 5.2.4), if it does; other types do not. */
void encoder_check_label(encoder *e, const path *where);

/* Validates and writes the scalar (or document that is not a table) on top of the stack. */
void encoder_scalar(encoder *e, const shape *s, const path *where);

#endif
