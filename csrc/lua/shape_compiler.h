/* The inner side of core.shape: what reading a model's tables is made of. */
#ifndef AWS_LUA_SHAPE_COMPILER_H
#define AWS_LUA_SHAPE_COMPILER_H

#include "core/json/schema.h"
#include "compat.h"

/* The fields that are read: of a shape's specification, then of a member's. */
#define FIELDS(X)                                                                                  \
    X(FIELD_TYPE, "type", LUA_TSTRING)                                                             \
    X(FIELD_MIN, "min", LUA_TNUMBER)                                                               \
    X(FIELD_MEMBERS, "members", LUA_TTABLE)                                                        \
    X(FIELD_REQUIRED, "required", LUA_TTABLE)                                                      \
    X(FIELD_UNION, "union", LUA_TBOOLEAN)                                                          \
    X(FIELD_SENSITIVE, "sensitive", LUA_TBOOLEAN)                                                  \
    X(FIELD_PAYLOAD, "payload", LUA_TSTRING)                                                       \
    X(FIELD_MEMBER, "member", LUA_TSTRING)                                                         \
    X(FIELD_KEY, "key", LUA_TSTRING)                                                               \
    X(FIELD_VALUE, "value", LUA_TSTRING)                                                           \
    X(FIELD_TIMESTAMP_FORMAT, "timestamp_format", LUA_TSTRING)                                     \
    X(FIELD_SHAPE, "shape", LUA_TSTRING)                                                           \
    X(FIELD_LOCATION_NAME, "location_name", LUA_TSTRING)                                           \
    X(FIELD_LOCATION, "location", LUA_TSTRING)

typedef enum field {
#define FIELD_CODE(code, name, type) code,
    FIELDS(FIELD_CODE)
#undef FIELD_CODE
        FIELD_COUNT
} field;

/* Stack places: the arguments, what is made, tables of its own, the names of fields. */
enum { SHAPES = 1, NAME, BOX, SEEN, SPECS, MEMBER_NAMES, FIELD_NAMES };

/*
 * All tables, and the names of fields, are made before the model is read; from there on nothing is allocated in Lua
 * that lets a finalizer run, so that the model stays as it is.
 */
typedef struct compiler {
    lua_State *L;
    schema *owner;
    const shape *root; /* whose members may be outside the body: once its name was read; or NULL */
    bool is_input;     /* free-form values are refused: they are only read */
    bool is_output;    /* members in path and query are in the body: an answer has neither */
    struct shape_pending *todo;
    int spec_count;   /* of SPECS, a list of the model's tables that were met */
    int member_count; /* of MEMBER_NAMES */
} compiler;

/* Raises a fault that names the shape. Does not return: the result is for `return`. */
int shape_refuse(compiler *c, const shape *s, const char *what);

/* Zeroed memory that lives as long as the schema; raises when there is none. */
void *shape_allocate(compiler *c, size_t size);

/* The string at `index`, and a copy of it in the schema. */
slice shape_string(lua_State *L, int index);
slice shape_copy_string(compiler *c, int index);

/* Pushes the names of all fields, which FIELD_NAMES is the place of. */
void shape_push_field_names(lua_State *L);

/*
 * Pushes a field of the table on top of the stack: one that has to be there; or one that may be absent (false, and nothing
 * is pushed) and has to be of its type.
 */
void shape_push_needed(compiler *c, const shape *s, field f);
bool shape_push_optional(compiler *c, const shape *s, field f);

/* A field that is a flag: false when absent. */
bool shape_read_flag(compiler *c, const shape *s, field f);

/* Refuses a field, in the table on top of the stack, that nobody serves: it would change what is sent or read. */
void shape_check_fields(compiler *c, const shape *s, const shape_member *member);

/* Pops a shape's name and returns the shape, made on first use; `user` refers to it. */
shape *shape_resolve(compiler *c, const shape *user);

/* The shape that a field names, which has to be there. */
const shape *shape_read_reference(compiler *c, const shape *s, field f);

/* Reads a structure's members, with what is said of them, from its specification on top of the stack. */
void shape_read_members(compiler *c, shape *s);

#endif
