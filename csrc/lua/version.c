#include "module.h"

#include <string.h>

#if LUA_VERSION_NUM == 501
#define BUILT_FOR "LuaJIT or Lua 5.1"
#else
#define BUILT_FOR LUA_VERSION
#endif

/* Functions by which a Lua is known, as addresses: NULL where the Lua in this process has none of that name. */
/* NOLINTNEXTLINE(bugprone-macro-parentheses) a name that is declared has none */
#define PROBE(name, function) extern const char name[] __asm__(function) __attribute__((weak))
PROBE(of_luajit, "luaJIT_setmode");
PROBE(since_5_5, "lua_numbertocstring");
PROBE(since_5_4, "lua_newuserdatauv");
PROBE(since_5_3, "lua_rotate");
PROBE(since_5_2, "lua_copy");
PROBE(until_5_1, "lua_objlen");

/* The Lua that has loaded this module: its name, and the version of its API in LUA_VERSION_NUM's form. */
static const char *running_lua(int *version)
{
    const struct {
        const char *function, *name;
        int version;
    } known[] = {
        {of_luajit, "LuaJIT", 501},  {since_5_5, "Lua 5.5", 505}, {since_5_4, "Lua 5.4", 504},
        {since_5_3, "Lua 5.3", 503}, {since_5_2, "Lua 5.2", 502}, {until_5_1, "Lua 5.1", 501},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].function) {
            *version = known[i].version;
            return known[i].name;
        }
    }
    *version = 0;
    return "a Lua that it does not know";
}

void version_check(lua_State *L, const char *module)
{
    int version;
    const char *running = running_lua(&version);
    if (version != LUA_VERSION_NUM)
        luaL_error(L,
                   "%s was built for %s, and %s has loaded it: LUA_CPATH (package.cpath) "
                   "has to lead to the %s.so that was built for %s",
                   module, BUILT_FOR, running, strchr(module, '.') + 1, running);
}
