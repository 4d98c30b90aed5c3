#include "module.h"

#include <string.h>

/* Where the registry has the build of aws.core. BUILD is a checksum of our C files, by the Makefile. */
static const char build_key[] = "aws.core.build";

void build_register(lua_State *L)
{
    lua_pushliteral(L, BUILD);
    lua_setfield(L, LUA_REGISTRYINDEX, build_key);
}

void build_check(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, build_key);
    const char *of_core = lua_tostring(L, -1);
    if (!of_core)
        luaL_error(L, "aws.core has to be loaded before aws.curl");
    if (strcmp(of_core, BUILD) != 0)
        luaL_error(
            L,
            "aws.core and aws.curl are of different builds (%s and %s): LUA_CPATH "
            "(package.cpath) has to lead to a core.so and a curl.so that were built together",
            of_core, BUILD);
    lua_pop(L, 1);
}
