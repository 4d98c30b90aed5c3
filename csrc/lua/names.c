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

void names_register(lua_State *L)
{
    lua_pushcfunction(L, find_nearest);
    lua_setfield(L, -2, "nearest");
}
