/* One Lua API for both Luas: Lua 5.4's names, on the 5.1 API of LuaJIT and PUC Lua 5.1 as well. */
#ifndef AWS_LUA_COMPAT_H
#define AWS_LUA_COMPAT_H

#include <lauxlib.h>
#include <lua.h>

/*
 * What some Lua lacks is weak: so this module loads in a Lua that it was not built for, and can say so (version.c).
 */
#if LUA_VERSION_NUM < 502
#pragma weak lua_call
#pragma weak lua_getfenv
#pragma weak lua_insert
#pragma weak lua_newuserdata
#pragma weak lua_objlen
#pragma weak lua_pcall
#pragma weak lua_remove
#pragma weak lua_replace
#pragma weak lua_setfenv
#pragma weak lua_tointeger
#pragma weak lua_tonumber
#pragma weak luaL_loadbuffer
#pragma weak luaL_prepbuffer
#else
#pragma weak lua_absindex
#pragma weak lua_callk
#pragma weak lua_copy
#pragma weak lua_getglobal
#pragma weak lua_isinteger
#pragma weak lua_isyieldable
#pragma weak lua_pcallk
#pragma weak lua_rawlen
#pragma weak lua_rotate
#pragma weak lua_tointegerx
#pragma weak lua_tonumberx
#pragma weak luaL_loadbufferx
#pragma weak luaL_prepbuffsize
#if LUA_VERSION_NUM < 504
#pragma weak lua_getuservalue
#pragma weak lua_newuserdata
#pragma weak lua_setuservalue
#else
#pragma weak lua_getiuservalue
#pragma weak lua_newuserdatauv
#pragma weak lua_setiuservalue
#endif
#endif

#if LUA_VERSION_NUM < 502
size_t lua_rawlen(lua_State *L, int index);
int lua_absindex(lua_State *L, int index);
#endif

#if LUA_VERSION_NUM < 503
/* 5.1 has no integer subtype: a number counts as an integer when it has no fraction. */
int lua_isinteger(lua_State *L, int index);
#endif

/* lua_rawget and lua_rawgeti that return the type of what they push, as Lua 5.3 and later do. */
int compat_rawget(lua_State *L, int index);
int compat_rawgeti(lua_State *L, int index, int n);

/* One associated value of a userdata (a table or nil): keeps alive what the userdata points into. */
void compat_setuservalue(lua_State *L, int index);
void compat_getuservalue(lua_State *L, int index);

/* How many keys the table on top of the stack has. */
static inline size_t compat_count_keys(lua_State *L)
{
    size_t count = 0;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        count++;
    return count;
}

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
