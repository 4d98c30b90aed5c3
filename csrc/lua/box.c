#include "box.h"

#include <string.h>

void box_register(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction destroy)
{
    /* Filled also where it is there already: memory may have run out half-way the first time. */
    luaL_newmetatable(L, name);
    lua_pushcfunction(L, destroy);
    lua_setfield(L, -2, "__gc");
    if (methods->name) {
        lua_pushcfunction(L, destroy);
        lua_setfield(L, -2, "__close");
    }
    lua_createtable(L, 0, 8);
    compat_setfuncs(L, methods);
    lua_setfield(L, -2, "__index");
    lua_pushliteral(L, "protected"); /* scripts cannot reach __gc through getmetatable */
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

void *box_new(lua_State *L, const char *name, size_t size)
{
    void *box = lua_newuserdata(L, size);
    memset(box, 0, size);
    luaL_getmetatable(L, name);
    lua_setmetatable(L, -2);
    return box;
}

void *box_take(lua_State *L, const char *name, size_t size)
{
    luaL_getmetatable(L, name);
    if (compat_rawgeti(L, -1, 1) != LUA_TUSERDATA) {
        lua_pop(L, 2);
        return box_new(L, name, size);
    }
    lua_pushnil(L);
    lua_rawseti(L, -3, 1);
    lua_remove(L, -2);
    return memset(lua_touserdata(L, -1), 0, size);
}

void box_keep(lua_State *L, int index)
{
    lua_getmetatable(L, index);
    lua_pushvalue(L, index);
    lua_rawseti(L, -2, 1);
    lua_pop(L, 1);
}
