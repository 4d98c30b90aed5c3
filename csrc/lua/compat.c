#include "compat.h"

#if LUA_VERSION_NUM < 502
size_t lua_rawlen(lua_State *L, int index)
{
    return lua_objlen(L, index);
}

int lua_absindex(lua_State *L, int index)
{
    return index > 0 || index <= LUA_REGISTRYINDEX ? index : lua_gettop(L) + index + 1;
}
#endif

#if LUA_VERSION_NUM < 503
int lua_isinteger(lua_State *L, int index)
{
    if (lua_type(L, index) != LUA_TNUMBER)
        return 0;
    lua_Number n = lua_tonumber(L, index);
    return n >= -9007199254740992.0 && n <= 9007199254740992.0 && n == (lua_Number)(long long)n;
}
#endif

int compat_rawget(lua_State *L, int index)
{
    lua_rawget(L, index);
    return lua_type(L, -1);
}

int compat_rawgeti(lua_State *L, int index, int n)
{
    lua_rawgeti(L, index, n);
    return lua_type(L, -1);
}

void compat_setuservalue(lua_State *L, int index)
{
#if LUA_VERSION_NUM < 502
    lua_setfenv(L, index);
#else
    lua_setuservalue(L, index);
#endif
}

void compat_getuservalue(lua_State *L, int index)
{
#if LUA_VERSION_NUM < 502
    lua_getfenv(L, index);
#else
    lua_getuservalue(L, index);
#endif
}

void compat_setfuncs(lua_State *L, const luaL_Reg *functions)
{
    for (; functions->name; functions++) {
        lua_pushcfunction(L, functions->func);
        lua_setfield(L, -2, functions->name);
    }
}

#if LUA_VERSION_NUM < 503
/* LuaJIT has it, Lua 5.1 does not, and what is built for one of them loads in the other. */
extern int lua_isyieldable(lua_State *L) __attribute__((weak));

int compat_isyieldable(lua_State *L)
{
    return lua_isyieldable ? lua_isyieldable(L) : 1;
}
#else
int compat_isyieldable(lua_State *L)
{
    return lua_isyieldable(L);
}
#endif

lua_State *compat_main_state(lua_State *L)
{
#if LUA_VERSION_NUM < 502
    return L;
#else
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
    lua_State *main_state = lua_tothread(L, -1);
    lua_pop(L, 1);
    return main_state ? main_state : L;
#endif
}
