#include "source_file.h"

#include <string.h>

#ifndef LUA_LOADED_TABLE /* Lua 5.1 has no name for it */
#define LUA_LOADED_TABLE "_LOADED"
#endif

const char *source_file_push(lua_State *L, int package, const char *module, const file_print *print)
{
    lua_getfield(L, package, "path");
    const char *templates = lua_tostring(L, -1);
    const char *name = luaL_gsub(L, module, ".", "/");
    while (templates && *templates) {
        size_t length = strcspn(templates, ";");
        lua_pushlstring(L, templates, length);
        const char *path = luaL_gsub(L, lua_tostring(L, -1), "?", name);
        file_state state = file_state_of(path, print);
        if (state != FILE_MISSING)
            return state == FILE_UNCHANGED ? path : NULL;
        lua_pop(L, 2);
        templates += length + (templates[length] == ';');
    }
    return NULL;
}

bool source_file_push_package(lua_State *L)
{
    lua_pushliteral(L, LUA_LOADED_TABLE);
    lua_rawget(L, LUA_REGISTRYINDEX);
    lua_pushliteral(L, "package");
    bool found = compat_rawget(L, -2) == LUA_TTABLE;
    lua_remove(L, -2);
    return found;
}
