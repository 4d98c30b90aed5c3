/* Whether a file still holds what it held when the library was built. */
#ifndef AWS_CORE_UNCHANGED_H
#define AWS_CORE_UNCHANGED_H

#include <stddef.h>
#include <stdint.h>

typedef enum file_state { FILE_UNCHANGED, FILE_CHANGED, FILE_MISSING } file_state;

/*
 * Whether there are `size` bytes in a file whose hash is `hash`, that of .ci/compile.lua. It guards against edits, not
 * against attacks. A file that cannot be opened is missing.
 */
file_state file_state_of(const char *path, size_t size, uint64_t hash);

#endif
