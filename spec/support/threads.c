/*
 * Threads for specs: require("threads").run(code, count) runs Lua code in so many threads at a time, each in a Lua state of
 * its own, and returns the texts that the code returned, as a list; it raises what one of them raised.
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
    int failed;
} thread;

static void *run_code(void *context)
{
    thread *own = context;
    own->failed = luaL_loadstring(own->L, own->code) || lua_pcall(own->L, 0, 1, 0);
    return NULL;
}

static void start(thread *own, const char *code)
{
    own->L = luaL_newstate();
    luaL_openlibs(own->L);
    own->code = code;
    pthread_create(&own->id, NULL, run_code, own);
}

static int run(lua_State *L)
{
    thread threads[MOST];
    const char *code = luaL_checkstring(L, 1);
    int count = (int)luaL_checkinteger(L, 2), failed = 0;
    luaL_argcheck(L, count <= MOST, 2, "too many");
    lua_newtable(L);
    for (int i = 0; i < count; i++)
        start(&threads[i], code);
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i].id, NULL);
        failed = failed || threads[i].failed;
        lua_pushstring(L, lua_tostring(threads[i].L, -1));
        lua_rawseti(L, -2, i + 1);
        lua_close(threads[i].L);
    }
    return failed ? luaL_error(L, "a thread failed") : 1;
}

int luaopen_threads(lua_State *L)
{
    lua_newtable(L);
    lua_pushcfunction(L, run);
    lua_setfield(L, -2, "run");
    return 1;
}
