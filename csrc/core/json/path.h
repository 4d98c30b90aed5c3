/*
 * Where in a nested value something is: "Tags[2].Key", "tags["Name"]". A path is a chain of steps
 * that live on the C stack of a recursive walk; text is made only when there is something to say.
 */
#ifndef AWS_CORE_PATH_H
#define AWS_CORE_PATH_H

#include "core/base/buffer.h"

/* Room for a path as text, its NUL included; longer ones are cut and end in "...". */
#define PATH_TEXT_SIZE 256

typedef enum path_kind {
    PATH_ROOT,   /* the value itself */
    PATH_MEMBER, /* .name */
    PATH_INDEX,  /* [index] */
    PATH_KEY,    /* ["name"] */
    PATH_TOKEN   /* [name] */
} path_kind;

typedef struct path {
    const struct path *parent; /* NULL for the root only */
    path_kind kind;
    slice name;
    size_t index;
} path;

/*
 * Writes the path, NUL-terminated, and returns its length. The root alone is the empty text. Long
 * names are cut, control bytes in them become "?".
 */
size_t path_write(const path *where, char out[PATH_TEXT_SIZE]);

#endif
