/* The inner side of core.decode: what parsing (decode.c), the walk (decode_value.c) and scalars (decode_scalar.c) share. */
#ifndef AWS_LUA_DECODER_H
#define AWS_LUA_DECODER_H

#include <cjson/cJSON.h>

#include "core/json/json_rewrite.h"
#include "core/json/path.h"
#include "core/json/schema.h"
#include "compat.h"

/* What is to be freed when a Lua error jumps out, in a box. */
typedef struct decoder {
    lua_State *L;
    cJSON *tree;
    buffer text;    /* the JSON rewritten for cJSON */
    buffer scratch; /* one string restored or decoded; used up at once */
    json_marks marks;
    const cJSON **items; /* a stack: the items of the structures being read, by member */
    size_t items_used;
    size_t items_capacity;
    bool lenient;
    bool is_secret; /* inside a value that is sensitive: it is not shown */
    bool out_of_memory;
    char message[PATH_TEXT_SIZE + 128];
} decoder;

/* These write the message and return false; it is a printf format. */
__attribute__((format(printf, 3, 4))) bool decoder_fail(decoder *d, const path *where,
                                                        const char *format, ...);
bool decoder_fail_memory(decoder *d);
bool decoder_fail_type(decoder *d, const shape *s, const cJSON *item, const path *where);

/* The bytes of a parsed string; they may lie in the scratch buffer, until the next call. */
slice decoder_text(decoder *d, const char *text);

/* Pushes the value, or pushes nothing, writes the message and returns false. */
bool decoder_value(decoder *d, const shape *s, const cJSON *item, const path *where);

/* The same for one that is neither an array nor an object. */
bool decoder_scalar(decoder *d, const shape *s, const cJSON *item, const path *where);

#endif
