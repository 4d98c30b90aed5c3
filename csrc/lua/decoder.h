/* The inner side of core.decode: its state, the readers of values and documents, and their messages. */
#ifndef AWS_LUA_DECODER_H
#define AWS_LUA_DECODER_H

#include "core/json/json_scanner.h"
#include "core/json/path.h"
#include "core/json/schema.h"
#include "compat.h"

/* Stack places: the arguments, the members' names, and the box or nil. */
enum { DECODER_SHAPE = 1, DECODER_TEXT, DECODER_LENIENT, DECODER_NAMES, DECODER_BOX };

/* What is to be freed when a Lua error jumps out. Most answers need none of it, and no box then. */
typedef struct decoder_box {
    buffer text;  /* one string without its escapes; or a document rewritten for cJSON */
    buffer bytes; /* one blob decoded, or one string of a document restored; used up at once */
    struct cJSON *tree; /* of a document */
} decoder_box;

typedef struct decoder {
    lua_State *L;
    json_scanner scanner;
    bool lenient;
    bool is_secret; /* inside a value that is sensitive: it is not shown */
    bool out_of_memory;
    size_t
        said; /* which fault the message is of: its place in the text, counted from 1; 0: there is none so far */
    char message[PATH_TEXT_SIZE + 128];
} decoder;

/* What reading a value results in. */
typedef enum reading {
    READ_VALUE, /* it was pushed */
    READ_NULL,  /* nothing was pushed */
    READ_WRONG, /* it is not what the shape says; the mark of that fault was pushed, and the text is read on */
    READ_STOP /* the text is at fault, or memory ran out: the stack is of no use any more */
} reading;

/* The box of this call, made when it is first needed. */
decoder_box *decoder_need_box(decoder *d);

/* Whether a value that a reader pushed, at `index`, is the mark of a fault; its place in the text. 0 for another. */
size_t decoder_mark_at(lua_State *L, int index);

/*
 * Pushes the mark of a fault at `place` of the text, and writes the message, a printf format, unless there is one of
 * another fault already. Returns READ_WRONG.
 */
__attribute__((format(printf, 4, 5))) reading
decoder_wrong(decoder *d, size_t place, const path *where, const char *format, ...);

/* The same for a scalar of another kind than the shape, and for a bracket where the shape is no such container. */
reading decoder_wrong_type(decoder *d, const shape *s, const json_token *token, const path *where);

/* The same for a number. A large integer may have had other digits in the text; one that is sensitive is not shown. */
reading decoder_wrong_number(decoder *d, const shape *s, size_t place, double value,
                             const path *where);

/* Notes that memory ran out; returns READ_STOP. */
reading decoder_stop_memory(decoder *d);

/* Where a token is in the text, counted from 1. */
size_t decoder_place(const decoder *d, const json_token *token);

/* What a string or a name means, which may lie in the box; false when memory runs out. */
bool decoder_text(decoder *d, const json_token *token, slice *text);

/*
 * Pushes the table of an array or object whose bracket was read, with the room that is likely to be needed; returns whether
 * anything is in it.
 */
bool decoder_open(decoder *d, const shape *s, json_kind kind);

/* Comes after the last item: `count` were put into the table, and at most `most` are expected the next time. */
reading decoder_close(decoder *d, const shape *s, size_t count, size_t most);

/* Puts what a reader pushed, after a key that is below it, into the table at `table`; pops both. */
void decoder_set_entry(lua_State *L, int table, reading read);

/* Replaces the table, and what is above it, by a mark. */
reading decoder_replace_by_mark(lua_State *L, int table, size_t place);

/* Reads a value by its shape. */
reading decoder_read(decoder *d, const shape *s, const path *where);

/* Reads a structure whose bracket was read: `token`. */
reading decoder_read_structure(decoder *d, const shape *s, const json_token *token,
                               const path *where);

/* Reads a free-form array or object, whose text was skipped, by cJSON. */
reading decoder_read_document(decoder *d, const shape *s, const json_token *token,
                              const path *where);

/* Frees what it has; idempotent. */
void decoder_release(decoder_box *box);

/* The version of cJSON in this process: "1.7.15". */
const char *decoder_json_version(void);

#endif
