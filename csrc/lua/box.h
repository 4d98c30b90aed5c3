/*
 * Userdata that own C resources ("boxes"). A box is made empty (all bytes zero, which every type's destroy takes as
 * "nothing to free") and given its metatable before anything is acquired, so that lua_error may strike at any point
 * after: __gc always finds either nothing or something whole.
 *
 * Whatever allocates in Lua may run the finalizers of anybody's objects, and those may change every table, close every
 * box and let every string go. On LuaJIT that comes before lua_pushlstring has copied its text. So a function first
 * makes its boxes and pushes the names of the fields that it reads; then it reads tables raw and works, and calls
 * nothing of Lua that allocates; then it pushes its results out of what it owns. What is read before an allocation and
 * used after it stays on the stack. These never run a finalizer: lua_rawget, lua_rawgeti, lua_rawset, lua_rawseti,
 * lua_next, lua_rawlen, lua_pushvalue, lua_pushlightuserdata, luaL_checkstack; lua_tolstring and lua_type of a string.
 */
#ifndef AWS_LUA_BOX_H
#define AWS_LUA_BOX_H

#include "compat.h"

/*
 * Registers the type `name`: `methods` reachable by index, `destroy` as __gc and, with methods, (Lua 5.4) __close.
 * `destroy` takes the box as argument 1 and must be able to run twice. What has no methods only the collector ends: a C
 * function may use it as long as it is on its stack. The other functions want the very same array as `name`.
 */
void box_register(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction destroy);

/* Pushes a new, zeroed box of a registered type and returns its memory. */
void *box_new(lua_State *L, const char *name, size_t size);

/* The box of a registered type that is the argument `index`; raises for anything else. As luaL_checkudata, and faster. */
void *box_check(lua_State *L, int index, const char *name);

/*
 * As box_new, but takes the type's spare box if there is one. Whoever is done with it frees what it owns and puts it
 * back by box_keep; after a Lua error it is not put back, and is collected like any other. A call that runs meanwhile
 * (from a finalizer) gets another.
 */
void *box_take(lua_State *L, const char *name, size_t size);

/* Makes the empty box at `index`, an absolute one, its type's spare box. */
void box_keep(lua_State *L, int index);

#endif
