#include "box.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* What a metatable has besides its names: the type's spare box, and the address of the type's name, to know it by. */
enum { SPARE = 1, ADDRESS };

/* A metatable is in the registry by its name, and by the address of that: which is found without a look at the text. */
static void push_address(lua_State *L, const char *name)
{
    lua_pushlightuserdata(L, (void *)(uintptr_t)name);
}

/* Pushes the metatable of a type that was registered by this very `name`. */
static void push_metatable(lua_State *L, const char *name)
{
    push_address(L, name);
    lua_rawget(L, LUA_REGISTRYINDEX);
}

void box_register(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction destroy)
{
    /* Filled also where it is there already: memory may have run out half-way the first time. */
    luaL_newmetatable(L, name);
    push_address(L, name);
    lua_pushvalue(L, -2);
    lua_rawset(L, LUA_REGISTRYINDEX);
    push_address(L, name);
    lua_rawseti(L, -2, ADDRESS);
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
    push_metatable(L, name);
    lua_setmetatable(L, -2);
    return box;
}

void *box_check(lua_State *L, int index, const char *name)
{
    void *box = lua_touserdata(L, index);
    if (!box || !lua_getmetatable(L, index))
        return luaL_checkudata(L, index, name);
    lua_rawgeti(L, -1, ADDRESS);
    bool is_own = lua_touserdata(L, -1) == name;
    lua_pop(L, 2);
    return is_own ? box : luaL_checkudata(L, index, name);
}

void *box_take(lua_State *L, const char *name, size_t size)
{
    push_metatable(L, name);
    if (compat_rawgeti(L, -1, SPARE) != LUA_TUSERDATA) {
        lua_pop(L, 2);
        return box_new(L, name, size);
    }
    lua_pushnil(L);
    lua_rawseti(L, -3, SPARE);
    lua_remove(L, -2);
    return memset(lua_touserdata(L, -1), 0, size);
}

void box_keep(lua_State *L, int index)
{
    lua_getmetatable(L, index);
    lua_pushvalue(L, index);
    lua_rawseti(L, -2, SPARE);
    lua_pop(L, 1);
}
