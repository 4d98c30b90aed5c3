/*
 * A model compiled: every shape that a call's input or output can reach, as one structure that
 * encoding and decoding walk. Shapes refer to each other by pointer and may be recursive.
 */
#ifndef AWS_CORE_SCHEMA_H
#define AWS_CORE_SCHEMA_H

#include "core/base/buffer.h"
#include "core/base/timestamp.h"

typedef enum shape_kind {
    SHAPE_STRING,
    SHAPE_INTEGER, /* integer and long */
    SHAPE_FLOAT,   /* float and double */
    SHAPE_BOOLEAN,
    SHAPE_TIMESTAMP,
    SHAPE_BLOB,
    SHAPE_DOCUMENT,
    SHAPE_STRUCTURE,
    SHAPE_LIST,
    SHAPE_MAP
} shape_kind;

typedef struct shape shape;
typedef struct shape_member shape_member;

/* What the last values of a shape were like, as the next one is likely to be. Only speed depends on it. */
typedef struct shape_habits {
    shape_member *first; /* which member of a structure came first, or NULL */
    size_t
        count; /* how much is likely to be in it: seldom too much, which would be memory in vain */
    size_t more; /* how many in a row had more */
} shape_habits;

struct shape_member {
    slice name; /* in Lua */
    slice key;  /* in JSON */
    slice json; /* the key as it is written: quoted, with its colon */
    int id;     /* its number among all members of the model */
    const shape *shape;
    bool required;
    bool in_body;           /* false: placed in a header, the path or the query by somebody else */
    bool is_label;          /* a part of the path */
    bool sensitive;         /* as of its shape */
    shape_member *follower; /* which member came after it the last time, or NULL */
};

struct shape {
    shape_kind kind;
    slice name;
    timestamp_style time; /* of timestamps */
    bool is_union;        /* of structures: exactly one member is set */
    bool sensitive;       /* what is in it appears in no message */
    bool has_min;         /* the least length or value is checked */
    double min;
    const shape *element;  /* of list elements and map values */
    shape_member *members; /* of structures, sorted by name */
    shape_member **by_key; /* those in the body, sorted by key */
    size_t member_count;
    size_t key_count;
    shape_habits *habits;
};

/* Owns all memory of a compiled model; zeroed, it is empty and valid. */
typedef struct schema {
    struct schema_chunk *chunks;
} schema;

/* Returns zeroed memory that lives as long as the schema; NULL when memory runs out. */
void *schema_alloc(schema *owner, size_t size);

/* Copies bytes into the schema; `data` is NULL when memory runs out. */
slice schema_copy(schema *owner, slice text);

void schema_free(schema *owner);

/* The type called `name` in models ("long"), containers included; false for an unknown name. */
bool shape_kind_from_name(slice name, shape_kind *kind);

typedef enum shape_indexing {
    SHAPE_INDEXED,
    SHAPE_KEY_TWICE, /* two members have one key */
    SHAPE_NO_MEMORY
} shape_indexing;

/*
 * Completes a structure whose members have `name`, `key` and `in_body`: sorts them and fills
 * `json`, `by_key` and the count.
 */
shape_indexing shape_index_members(schema *owner, shape *structure);

/* Notes how much was in a value of the shape. */
void shape_remember_count(const shape *s, size_t count);

/* The member of that name, or NULL; for finding input members. */
shape_member *shape_member_named(const shape *structure, slice name);

/* The body member of that JSON key, or NULL; for finding output members. */
shape_member *shape_member_keyed(const shape *structure, slice key);

#endif
