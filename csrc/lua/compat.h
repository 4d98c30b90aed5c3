/* One Lua API for both Luas: Lua 5.4's names, on the 5.1 API of LuaJIT and PUC Lua 5.1 as well. */
#ifndef AWS_LUA_COMPAT_H
#define AWS_LUA_COMPAT_H

#include <lauxlib.h>
#include <lua.h>

#if LUA_VERSION_NUM < 502
size_t lua_rawlen(lua_State *L, int index);
int lua_absindex(lua_State *L, int index);
#endif

#if LUA_VERSION_NUM < 503
/* 5.1 has no integer subtype: a number counts as an integer when it has no fraction. */
int lua_isinteger(lua_State *L, int index);
#endif

/* lua_rawget, lua_rawgeti and lua_getfield that return the type of what they push, as Lua 5.3 and later do. */
int compat_rawget(lua_State *L, int index);
int compat_rawgeti(lua_State *L, int index, int n);
int compat_getfield(lua_State *L, int index, const char *name);

/* One associated value of a userdata (a table or nil): keeps alive what the userdata points into. */
void compat_setuservalue(lua_State *L, int index);
void compat_getuservalue(lua_State *L, int index);

/* Fills the table on top of the stack with functions. */
void compat_setfuncs(lua_State *L, const luaL_Reg *functions);

/* Whether the running coroutine can yield here: no C call stands between. True where this Lua cannot tell (5.1). */
int compat_isyieldable(lua_State *L);

/*
 * The main coroutine's state where this Lua tells it, else L. The standalone interpreters announce Ctrl-C by a hook
 * on that state (LuaJIT's hooks belong to all coroutines, so L serves there).
 */
lua_State *compat_main_state(lua_State *L);

#endif
