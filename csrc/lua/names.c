#include "module.h"

#include "core/base/nearest.h"

/* core.nearest(name, list) -> the name of the list that `name` most likely means, or nil */
static int find_nearest(lua_State *L)
{
    slice name = {NULL, 0};
    luaL_checktype(L, 1, LUA_TSTRING);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    name.data = lua_tolstring(L, 1, &name.length);
    nearest search = nearest_start(name);
    int best = 0;
    for (int i = 1; compat_rawgeti(L, 2, i) == LUA_TSTRING; i++) {
        slice candidate = {NULL, 0}; /* the list keeps it alive */
        candidate.data = lua_tolstring(L, -1, &candidate.length);
        nearest_offer(&search, candidate);
        if (search.best.data == candidate.data)
            best = i;
        lua_pop(L, 1);
    }
    if (best > 0)
        lua_rawgeti(L, 2, best);
    else
        lua_pushnil(L);
    return 1;
}

/* core.is_visible(text) -> boolean: whether all of it are visible ASCII characters; faster than a pattern */
static int is_visible(lua_State *L)
{
    slice text;
    luaL_checktype(L, 1, LUA_TSTRING);
    text.data = lua_tolstring(L, 1, &text.length);
    lua_pushboolean(L, slice_is_visible(text));
    return 1;
}

void names_register(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"nearest", find_nearest}, {"is_visible", is_visible}, {NULL, NULL}};
    compat_setfuncs(L, functions);
}
