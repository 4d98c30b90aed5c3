/* A Lua interpreter in a few lines, built with the sanitizers: `host FILE ARG...`. */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>

static void push_arguments(lua_State *L, int count, char **values)
{
    lua_createtable(L, count, 1);
    for (int i = 0; i < count; i++) {
        lua_pushstring(L, values[i]);
        lua_rawseti(L, -2, i);
    }
    lua_setglobal(L, "arg");
}

int main(int argc, char **argv)
{
    lua_State *L = luaL_newstate();
    if (!L || argc < 2) {
        fputs("usage: host FILE ARG...\n", stderr);
        return 2;
    }
    luaL_openlibs(L);
    push_arguments(L, argc - 1, argv + 1);
    int failed = luaL_loadfile(L, argv[1]) || lua_pcall(L, 0, 0, 0);
    if (failed)
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
    lua_close(L);
    return failed;
}
