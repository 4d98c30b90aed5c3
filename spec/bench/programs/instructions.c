/* For programs in Lua under callgrind: bench_instructions.zero() and .dump(). Elsewhere they do nothing. */
#include <lauxlib.h>
#include <lua.h>

#include "measured.h"

static int zero(lua_State *L)
{
    (void)L;
    CALLGRIND_ZERO_STATS;
    return 0;
}

static int dump(lua_State *L)
{
    (void)L;
    CALLGRIND_DUMP_STATS;
    return 0;
}

int luaopen_bench_instructions(lua_State *L);

int luaopen_bench_instructions(lua_State *L)
{
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, zero);
    lua_setfield(L, -2, "zero");
    lua_pushcfunction(L, dump);
    lua_setfield(L, -2, "dump");
    return 1;
}
