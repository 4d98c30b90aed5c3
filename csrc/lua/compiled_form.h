/* The form of compiled Lua code, and of `require`: what differs from Lua to Lua. */
#ifndef AWS_LUA_COMPILED_FORM_H
#define AWS_LUA_COMPILED_FORM_H

#include <stdbool.h>

#include "core/base/buffer.h"
#include "compat.h"

/* The field of `package` that has the searchers. */
extern const char compiled_form_searchers[];

/*
 * Whether this Lua is the one whose compiled code is here. Lua 5.4 says so itself when it loads some. LuaJIT looks at
 * little: it compiles `probe`, which has every instruction that the library's code has, and has to get the same `code`.
 */
bool compiled_form_is_known(lua_State *L, const char *probe, slice code);

/*
 * Pushes the name of the source, as compiled code has it, for the file at `path`. Messages and debuggers then show the file
 * that was found.
 */
void compiled_form_push_source(lua_State *L, const char *path);

/* As lua_load, of compiled code. */
int compiled_form_load(lua_State *L, lua_Reader reader, void *data, const char *name);

/* Whether the function on top of the stack is one of Lua's searchers. `package` is the place of that table. */
bool compiled_form_is_searcher(lua_State *L, int package);

#endif
