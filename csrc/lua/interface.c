/* Whether the Lua files are for the functions that aws.core and aws.curl have: INTERFACE is their checksum (.ci/interface). */
#include "module.h"

#include <stdbool.h>
#include <string.h>

#include "source_file.h"

/* Whether `require` asks Lua's searchers: a sandbox, or a host that has its own, finds our files in its own way. */
static bool has_searchers(lua_State *L)
{
    int top = lua_gettop(L);
    bool found = false;
    if (source_file_push_package(L)) {
        lua_pushstring(L, LUA_VERSION_NUM > 501 ? "searchers" : "loaders");
        found = compat_rawget(L, -2) == LUA_TTABLE && lua_rawlen(L, -1) > 1;
    }
    lua_settop(L, top);
    return found;
}

/* Whether `require` said that there is no such module. */
static bool is_missing(lua_State *L, const char *module)
{
    const char *said = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
    return said && strstr(said, module) && strstr(said, "not found");
}

void interface_check(lua_State *L)
{
    static const char module[] = "aws.language.interface";
    lua_getglobal(L, "require");
    if (!lua_isfunction(L, -1) || !has_searchers(L)) {
        lua_pop(L, 1);
        return;
    }
    lua_pushstring(L, module);
    if (lua_pcall(L, 1, 1, 0) != 0 && !is_missing(L, module))
        lua_error(L);
    const char *of_files = lua_tostring(L, -1);
    if (!of_files || strcmp(of_files, INTERFACE) != 0)
        luaL_error(
            L, "the Lua files of aws-replication and its core.so are of different builds: LUA_PATH "
               "(package.path) and LUA_CPATH (package.cpath) have to lead to files that belong "
               "together");
    lua_pop(L, 1);
}
