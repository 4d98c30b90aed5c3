/* The inner side of core.decode: its state, the walk through the tree that cJSON makes, and its messages. */
#ifndef AWS_LUA_DECODER_H
#define AWS_LUA_DECODER_H

#include "core/json/json_rewrite.h"
#include "core/json/path.h"
#include "core/json/schema.h"
#include "compat.h"

/* What is to be freed when a Lua error jumps out, in a box. */
typedef struct decoder {
    lua_State *L;
    struct cJSON *tree;
    buffer text;    /* the JSON rewritten for cJSON */
    buffer scratch; /* one string restored or decoded; used up at once */
    json_marks marks;
    const struct cJSON **items; /* a stack: the items of the structures being read, by member */
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

/*
 * The same for a number that is of another kind than the shape. A large integer may have had other digits in the text; one
 * that is sensitive is not shown.
 */
bool decoder_fail_number(decoder *d, const shape *s, double value, const path *where);

/* Parses the text and pushes what it is by the shape; or pushes nothing, writes the message and returns false. */
bool decoder_run(decoder *d, const shape *s, slice json);

/* Frees what it has; idempotent. */
void decoder_release(decoder *d);

/* The version of cJSON in this process: "1.7.15". */
const char *decoder_json_version(void);

#endif
