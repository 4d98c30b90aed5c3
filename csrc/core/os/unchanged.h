/* Whether a file still holds what it held when the library was built. */
#ifndef AWS_CORE_UNCHANGED_H
#define AWS_CORE_UNCHANGED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Whether there are `size` bytes in the file whose hash is `hash`, that of .ci/compile.lua. It guards against edits, not
 * against attacks. False also for a file that cannot be read.
 */
bool file_is_unchanged(const char *path, size_t size, uint64_t hash);

#endif
