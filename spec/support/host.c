/* A Lua interpreter in a few lines, built with the sanitizers: `host FILE ARG...`. */
#include <dlfcn.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>

/* Lua unloads modules at its end; what their static variables point to would be a leak, and have no names in traces. */
__attribute__((visibility("default"))) int dlclose(void *handle)
{
    (void)handle;
    return 0;
}

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
