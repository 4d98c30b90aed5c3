/*
 * Threads for specs: require("threads").run(code, count) runs Lua code in so many threads at a time, each in a Lua state of
 * its own and with its number, and returns the texts that the code returned, as a list; it raises what one of them raised.
 */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <pthread.h>

enum { MOST = 16 };

typedef struct thread {
    pthread_t id;
    lua_State *L;
    const char *code;
    int number, failed;
} thread;

static void *run_code(void *context)
{
    thread *own = context;
    own->failed = luaL_loadstring(own->L, own->code);
    lua_pushinteger(own->L, own->number);
    own->failed = own->failed || lua_pcall(own->L, 1, 1, 0);
    return NULL;
}

static void start(thread *own, int number, const char *code)
{
    own->L = luaL_newstate();
    luaL_openlibs(own->L);
    own->number = number;
    own->code = code;
    pthread_create(&own->id, NULL, run_code, own);
}

static int run(lua_State *L)
{
    thread threads[MOST];
    const char *code = luaL_checkstring(L, 1);
    int count = (int)luaL_checkinteger(L, 2), failed = -1;
    luaL_argcheck(L, count <= MOST, 2, "too many");
    lua_newtable(L);
    for (int i = 0; i < count; i++)
        start(&threads[i], i + 1, code);
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i].id, NULL);
        failed = threads[i].failed ? i : failed;
        lua_pushstring(L, lua_tostring(threads[i].L, -1));
        lua_rawseti(L, -2, i + 1);
        lua_close(threads[i].L);
    }
    if (failed < 0)
        return 1;
    lua_rawgeti(L, -1, failed + 1);
    return luaL_error(L, "in thread %d: %s", failed + 1, lua_tostring(L, -1));
}

int luaopen_threads(lua_State *L)
{
    lua_newtable(L);
    lua_pushcfunction(L, run);
    lua_setfield(L, -2, "run");
    return 1;
}
