/* The files of the library's own Lua code: which of them still say what they said when this was built. */
#ifndef AWS_LUA_SOURCE_FILE_H
#define AWS_LUA_SOURCE_FILE_H

#include <stdbool.h>

#include "core/os/unchanged.h"
#include "compat.h"

/*
 * Finds a module's file as Lua would, by `path` of the table `package` at `package`, and pushes its path. NULL, whatever
 * is pushed then, where there is none, or the first one does not say what `print` does.
 */
const char *source_file_push(lua_State *L, int package, const char *module,
                             const file_print *print);

/* Pushes the table `package`, or something else where there is none. True for a table. */
bool source_file_push_package(lua_State *L);

#endif
