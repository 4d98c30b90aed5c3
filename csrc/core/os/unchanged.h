/* Whether a file still holds what it held when the library was built. */
#ifndef AWS_CORE_UNCHANGED_H
#define AWS_CORE_UNCHANGED_H

#include <stddef.h>
#include <stdint.h>

typedef enum file_state { FILE_UNCHANGED, FILE_CHANGED, FILE_MISSING } file_state;

/* What .ci/compile.lua notes down of a file. The hash guards against edits, not against attacks. */
enum { FILE_LANES = 4 };
typedef struct file_print {
    uint32_t size;
    uint32_t hash[FILE_LANES];
} file_print;

/* Whether a file has this size and hash. A file that cannot be opened is missing. */
file_state file_state_of(const char *path, const file_print *print);

#endif
